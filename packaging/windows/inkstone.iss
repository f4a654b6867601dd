; Inno Setup 6: the installer for one person, no administrator needed.
; iscc /DVersion=0.1.0 packaging\windows\inkstone.iss  writes dist\Inkstone-VERSION-setup.exe

#ifndef Version
  #error Give the version: iscc /DVersion=0.1.0 inkstone.iss
#endif

[Setup]
AppId={{6E1B6C34-4C0F-4B9B-9F0E-3A6B7D0C51A2}
AppName=Inkstone
AppVersion={#Version}
AppPublisher=The Inkstone developers
DefaultDirName={autopf}\Inkstone
DefaultGroupName=Inkstone
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir=..\..\dist
OutputBaseFilename=Inkstone-{#Version}-setup
SetupIconFile=inkstone.ico
UninstallDisplayIcon={app}\inkstone-window.exe
LicenseFile=..\..\LICENSE
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Put the command inkstone on the PATH"
Name: "gguf"; Description: "Open GGUF models with Inkstone"

[Files]
Source: "..\..\dist\inkstone\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion
Source: "..\..\build\licences.txt"; DestDir: "{app}"; DestName: "LICENCES.txt"

[InstallDelete]
; Files of the version before that this one no longer has.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{autoprograms}\Inkstone"; Filename: "{app}\inkstone-window.exe"; AppUserModelID: "org.inkstone.Inkstone"
Name: "{autodesktop}\Inkstone"; Filename: "{app}\inkstone-window.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.gguf\OpenWithProgids"; ValueType: string; ValueName: "Inkstone.gguf"; ValueData: ""; Flags: uninsdeletevalue; Tasks: gguf
Root: HKA; Subkey: "Software\Classes\Inkstone.gguf"; ValueType: string; ValueData: "GGUF language model"; Flags: uninsdeletekey; Tasks: gguf
Root: HKA; Subkey: "Software\Classes\Inkstone.gguf\DefaultIcon"; ValueType: string; ValueData: "{app}\inkstone-window.exe,0"; Tasks: gguf
Root: HKA; Subkey: "Software\Classes\Inkstone.gguf\shell\open\command"; ValueType: string; ValueData: """{app}\inkstone-window.exe"" ""%1"""; Tasks: gguf
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath

[Run]
Filename: "{app}\inkstone-window.exe"; Description: "{cm:LaunchProgram,Inkstone}"; Flags: nowait postinstall skipifsilent

[Code]
const
  Runtime = 'SOFTWARE\Microsoft\VisualStudio\14.0\VC\Runtimes\x64';

function NotOnPath: Boolean;
var
  Path: string;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    Path := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;

{ llama.cpp needs vcomp140.dll, which the redistributable of Visual C++ 14.30 or newer brings. }
function HasRuntime: Boolean;
var
  Installed, Minor: Cardinal;
begin
  Result := RegQueryDWordValue(HKLM64, Runtime, 'Installed', Installed) and (Installed = 1)
    and RegQueryDWordValue(HKLM64, Runtime, 'Minor', Minor) and (Minor >= 30);
end;

function InitializeSetup: Boolean;
var
  Answer, Code: Integer;
begin
  Result := True;
  if HasRuntime then
    exit;
  Answer := SuppressibleMsgBox('Inkstone needs the Microsoft Visual C++ runtime, which is not on '
    + 'this computer. Open its download page? Setup goes on either way.',
    mbConfirmation, MB_YESNOCANCEL, IDNO);
  Result := Answer <> IDCANCEL;
  if Answer = IDYES then
    ShellExec('open', 'https://aka.ms/vs/17/release/vc_redist.x64.exe', '', '', SW_SHOW, ewNoWait, Code);
end;

procedure RemoveFromPath;
var
  Path: string;
begin
  if RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then begin
    StringChangeEx(Path, ';' + ExpandConstant('{app}'), '', True);
    RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Path);
  end;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if Step <> usPostUninstall then
    exit;
  RemoveFromPath;
  SuppressibleMsgBox('What you wrote, your models and settings stay in '
    + ExpandConstant('{localappdata}\inkstone') + '. Delete that folder to have everything gone.',
    mbInformation, MB_OK, IDOK);
end;
