<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>About Inkstone</source>
        <translation>关于 Inkstone</translation>
    </message>
    <message>
        <source>A private writing desk. Everything happens on this computer; nothing is sent anywhere unless you start it.</source>
        <translation>私密的写作桌。一切都在这台电脑上进行；除非由你发起，否则不会发送任何内容。</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>检查更新</translation>
    </message>
    <message>
        <source>Inkstone never looks for a newer version by itself. The button opens the page of releases in your browser.</source>
        <translation>Inkstone 从不自行检查新版本。此按钮会在浏览器中打开发布页面。</translation>
    </message>
    <message>
        <source>Inkstone never looks for a newer version by itself. This build names no page of releases: newer ones come from whoever gave it to you.</source>
        <translation>Inkstone 从不自行检查新版本。此版本没有注明发布页面：新版本请向提供者索取。</translation>
    </message>
    <message>
        <source>From others</source>
        <translation>第三方内容</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Languages are told apart by fastText’s model lid.176 (Facebook AI Research, CC BY-SA 3.0). Icons: Lucide (ISC). Qt is used under the LGPL; its libraries may be replaced.</source>
        <translation>语言识别使用 fastText 的 lid.176 模型（Facebook AI Research，CC BY-SA 3.0）。图标：Lucide（ISC）。Qt 依 LGPL 使用；其程序库可以替换。</translation>
    </message>
    <message>
        <source>Where files are</source>
        <translation>文件位置</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the folder: {name}</source>
        <translation>打开文件夹：{name}</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>More…</source>
        <translation>更多…</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Note: under 100 words, points of the reply…</source>
        <translation>备注：100 字以内、回复要点…</translation>
    </message>
    <message>
        <source>Note for the model</source>
        <translation>给模型的备注</translation>
    </message>
    <message>
        <source>Protect facts</source>
        <translation>保护事实</translation>
    </message>
    <message>
        <source>Numbers, names and links stay: changes of them are refused.</source>
        <translation>数字、名称和链接保持不变：对它们的修改会被拒绝。</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Ask for a short reason for each change; takes longer.</source>
        <translation>要求为每处修改给出简短理由；耗时更长。</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <source>New action…</source>
        <translation>新建操作…</translation>
    </message>
    <message>
        <source>Change your action…</source>
        <translation>修改自定义操作…</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>another text</source>
        <translation>新文本</translation>
    </message>
</context>
<context>
    <name>ActionCare</name>
    <message>
        <source>Deleted the action {name}.</source>
        <translation>已删除操作 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ActionForm</name>
    <message>
        <source>Make it rhyme</source>
        <translation>改成押韵</translation>
    </message>
    <message>
        <source>Rewrite the text as a poem that rhymes, in its own language.</source>
        <translation>用文本原来的语言，将其改写成押韵的诗。</translation>
    </message>
    <message>
        <source>The same text, every change marked</source>
        <translation>原文本，标出每处修改</translation>
    </message>
    <message>
        <source>Another text: a reply, a list, a title</source>
        <translation>新文本：回复、列表、标题</translation>
    </message>
    <message>
        <source>Paragraph by paragraph</source>
        <translation>逐段处理</translation>
    </message>
    <message>
        <source>Long texts fit; the model sees one part at a time.</source>
        <translation>可处理长文本；模型每次只看到一部分。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Your action</source>
        <translation>自定义操作</translation>
    </message>
    <message>
        <source>A new action</source>
        <translation>新操作</translation>
    </message>
</context>
<context>
    <name>ActionRow</name>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Regenerate (Ctrl+R)</source>
        <translation>重新生成 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Version {current} of {total}</source>
        <translation>第 {current} 个版本，共 {total} 个</translation>
    </message>
</context>
<context>
    <name>AdapterRow</name>
    <message>
        <source>Strength of {name}</source>
        <translation>{name} 的强度</translation>
    </message>
    <message>
        <source>Do without {name}; no file is deleted</source>
        <translation>不使用 {name}；不会删除任何文件</translation>
    </message>
</context>
<context>
    <name>AnswerExport</name>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Export this answer</source>
        <translation>导出此回答</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Exported to {name}.</source>
        <translation>已导出到 {name}。</translation>
    </message>
    <message>
        <source>{name} exists already and was left alone; choose another name.</source>
        <translation>{name} 已存在，未作更改；请换一个名称。</translation>
    </message>
    <message>
        <source>Summary of {names}</source>
        <translation>{names} 的摘要</translation>
    </message>
</context>
<context>
    <name>AnswerWidget</name>
    <message>
        <source>The model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>{model} answered: {text}</source>
        <translation>{model} 回答：{text}</translation>
    </message>
    <message>
        <source>{thought}, expanded</source>
        <translation>{thought}，已展开</translation>
    </message>
    <message>
        <source>{thought}, folded</source>
        <translation>{thought}，已折叠</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The answer could not be written.</source>
        <translation>未能写出回答。</translation>
    </message>
    <message>
        <source>What was written is kept.</source>
        <translation>已写出的内容已保留。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Export this answer…</source>
        <translation>导出此回答…</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Changes with the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Size of the reading text</source>
        <translation>正文字号</translation>
    </message>
    <message>
        <source>Of answers and of the composer.</source>
        <translation>用于回答和输入框。</translation>
    </message>
    <message>
        <source>The quick brown fox jumps over the lazy dog. 敏捷的棕色狐狸</source>
        <translation>敏捷的棕色狐狸跳过了懒狗。The quick brown fox</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Inkstone did not close properly the last time. Everything is kept; the last conversation was left closed.</source>
        <translation>Inkstone 上次未正常关闭。所有内容都已保留；上次的对话没有自动打开。</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Restore the backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>重新保存</translation>
    </message>
    <message>
        <source>Something unexpected happened inside Inkstone ({kind}). Your words are kept; the details are in {path}.</source>
        <translation>Inkstone 内部发生意外（{kind}）。你写的内容已保留；详情见 {path}。</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>选择其他模型</translation>
    </message>
</context>
<context>
    <name>AskRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message numerus="yes">
        <source>Looking in %n document(s)</source>
        <translation>
            <numerusform>正在查找 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Preparing “{name}”</source>
        <translation>正在准备“{name}”</translation>
    </message>
    <message>
        <source>Preparing {done:,} of {total:,} passages</source>
        <translation>正在准备 {done:,} / {total:,} 个段落</translation>
    </message>
    <message>
        <source>Reading {done:,} of {total:,} tokens</source>
        <translation>正在读取 {done:,} / {total:,} 个词元</translation>
    </message>
    <message>
        <source>Reading section {number:,} of {total:,}</source>
        <translation>正在读取第 {number:,} / {total:,} 节</translation>
    </message>
    <message>
        <source>Writing the answer</source>
        <translation>正在写回答</translation>
    </message>
    <message>
        <source>The documents do not say.</source>
        <translation>文档中没有说明。</translation>
    </message>
    <message>
        <source>“{name}” is no longer kept and was left out.</source>
        <translation>“{name}”已不再保存，未包含在内。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the collection are not read yet.</source>
        <translation>
            <numerusform>合集中有 %n 个文件尚未读取。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s) could not be read.</source>
        <translation>
            <numerusform>有 %n 节无法读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>The answer was cut: it had no more room.</source>
        <translation>回答因空间用尽而被截断。</translation>
    </message>
    <message>
        <source>None of the documents of this question is kept any more.</source>
        <translation>此问题所用的文档都已不再保存。</translation>
    </message>
    <message>
        <source>Add them again.</source>
        <translation>请重新添加。</translation>
    </message>
    <message>
        <source>Nothing of this collection is read yet.</source>
        <translation>此合集中尚无文件读取完毕。</translation>
    </message>
    <message>
        <source>Wait until some of its files are, then ask again.</source>
        <translation>请等部分文件读取完毕后再提问。</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>Only the first {count} files are attached.</source>
        <translation>只附加前 {count} 个文件。</translation>
    </message>
    <message>
        <source>There is no file in it that can be read.</source>
        <translation>其中没有可读取的文件。</translation>
    </message>
    <message>
        <source>Ask or summarise the document instead: there you can help with it.</source>
        <translation>请改为就此文档提问或写摘要：在那里可以处理。</translation>
    </message>
    <message>
        <source>{name} holds no text to attach.</source>
        <translation>{name} 中没有可附加的文本。</translation>
    </message>
    <message>
        <source>{name} is not there any more.</source>
        <translation>{name} 已不存在。</translation>
    </message>
    <message>
        <source>{name} is a folder; only single text files can be read.</source>
        <translation>{name} 是文件夹；只能读取单个文本文件。</translation>
    </message>
    <message>
        <source>{name} could not be read.</source>
        <translation>无法读取 {name}。</translation>
    </message>
    <message>
        <source>Check that you may open it.</source>
        <translation>请确认你有权打开它。</translation>
    </message>
    <message>
        <source>{name} is larger than 10 MB and was not attached.</source>
        <translation>{name} 超过 10 MB，未添加。</translation>
    </message>
    <message>
        <source>Ask or summarise the document instead.</source>
        <translation>请改为就此文档提问或写摘要。</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>Model card</source>
        <translation>模型说明</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>Short answers, summaries and simple rewriting on machines with little memory.</source>
        <translation>简短的回答、总结和简单改写，适合内存小的电脑。</translation>
    </message>
    <message>
        <source>Reasoning is switched by the template; it is off while writing and translating.</source>
        <translation>推理由模板开关；写作和翻译时关闭。</translation>
    </message>
    <message>
        <source>Writing, summarising and questions about documents; answers at once, without reasoning.</source>
        <translation>写作、总结和文档问答；不推理，直接回答。</translation>
    </message>
    <message>
        <source>The best all-rounder for a computer with 16 GB: long texts, careful rewriting, pictures.</source>
        <translation>16 GB 内存电脑的最佳全能模型：长文、细致改写、图片。</translation>
    </message>
    <message>
        <source>Reasoning is switched by the template. Most of its layers keep a running state, so a long context costs little memory.</source>
        <translation>推理由模板开关。它的大多数层保存的是运行状态，所以长上下文占用内存很少。</translation>
    </message>
    <message>
        <source>Many languages, natural style; small for what it can do.</source>
        <translation>语言多，文风自然；以它的能力来说很小。</translation>
    </message>
    <message>
        <source>Wants a temperature of 1.0. Its file is larger than what is computed for each word.</source>
        <translation>需要温度 1.0。它的文件比每个词实际计算的要大。</translation>
    </message>
    <message>
        <source>Reasoning and structured answers in English; as fast as a model of 4B.</source>
        <translation>英文推理和结构化回答；与 4B 模型一样快。</translation>
    </message>
    <message>
        <source>Always reasons before it answers, in a channel of its own (Harmony); shipped in four bits, there is no better version.</source>
        <translation>回答前总会推理，并有单独的通道（Harmony）；以四比特发布，没有更好的版本。</translation>
    </message>
    <message>
        <source>Style and languages on a computer with 32 GB; a mixture, so it is fast without a GPU, too.</source>
        <translation>文风和多语言，适合 32 GB 内存的电脑；混合专家模型，没有显卡也快。</translation>
    </message>
    <message>
        <source>Wants a temperature of 1.0.</source>
        <translation>需要温度 1.0。</translation>
    </message>
    <message>
        <source>Long documents and careful writing on a computer with 32 GB; answers at once, without reasoning.</source>
        <translation>长文档和细致的写作，适合 32 GB 内存的电脑；不推理，直接回答。</translation>
    </message>
    <message>
        <source>The strongest of this list; for a computer with 48 GB, or a graphics card with 24.</source>
        <translation>清单里最强的；适合 48 GB 内存的电脑，或 24 GB 的显卡。</translation>
    </message>
    <message>
        <source>Reasoning is switched by the template, and long where it is on.</source>
        <translation>推理由模板开关，打开时很长。</translation>
    </message>
    <message>
        <source>Translating between some 33 languages on a small machine; made for nothing else.</source>
        <translation>在小电脑上翻译约 33 种语言；只为翻译而做。</translation>
    </message>
    <message>
        <source>Not for conversation. Follows glossaries and instructions on style; 0.7 is the maker&apos;s temperature.</source>
        <translation>不用于对话。会遵守术语表和文风要求；0.7 是作者建议的温度。</translation>
    </message>
    <message>
        <source>The better translation of long passages and of special subjects.</source>
        <translation>长段落和专业内容翻译得更好。</translation>
    </message>
    <message>
        <source>Code on a computer with 8 to 16 GB.</source>
        <translation>写代码，适合 8 到 16 GB 内存的电脑。</translation>
    </message>
    <message>
        <source>The repository also holds the same files cut into parts.</source>
        <translation>仓库里还有切成几部分的同样文件。</translation>
    </message>
    <message>
        <source>Code and long files on a computer with 32 GB; a mixture, so it is fast without a GPU, too.</source>
        <translation>写代码和长文件，适合 32 GB 内存的电脑；混合专家模型，没有显卡也快。</translation>
    </message>
    <message>
        <source>Reading pictures, screens and scanned pages; from the maker&apos;s own repository.</source>
        <translation>看图片、屏幕和扫描页；来自作者自己的仓库。</translation>
    </message>
    <message>
        <source>Needs its projector beside it; without one it only reads text.</source>
        <translation>需要旁边有投影文件；没有它就只能读文字。</translation>
    </message>
    <message>
        <source>Finding passages by meaning, across languages.</source>
        <translation>跨语言按含义查找段落。</translation>
    </message>
    <message>
        <source>Finding passages by meaning on the smallest machines.</source>
        <translation>在最小的电脑上按含义查找段落。</translation>
    </message>
    <message>
        <source>no loss that one notices</source>
        <translation>察觉不到损失</translation>
    </message>
    <message>
        <source>hardly any loss</source>
        <translation>几乎没有损失</translation>
    </message>
    <message>
        <source>little loss</source>
        <translation>损失很小</translation>
    </message>
    <message>
        <source>the usual balance</source>
        <translation>通常的均衡选择</translation>
    </message>
    <message>
        <source>a little more loss</source>
        <translation>损失稍多一点</translation>
    </message>
    <message>
        <source>fast on processors</source>
        <translation>在处理器上快</translation>
    </message>
    <message>
        <source>one notices it</source>
        <translation>能察觉到</translation>
    </message>
    <message>
        <source>much loss</source>
        <translation>损失很大</translation>
    </message>
</context>
<context>
    <name>CatalogueCard</name>
    <message>
        <source>More about it</source>
        <translation>更多信息</translation>
    </message>
    <message>
        <source>More about {name}</source>
        <translation>{name} 的更多信息</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
</context>
<context>
    <name>CatalogueList</name>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在查看这台电脑…</translation>
    </message>
    <message>
        <source>Refresh the list from a file…</source>
        <translation>从文件更新清单…</translation>
    </message>
    <message>
        <source>A signed list, from wherever you got it; nothing is fetched by itself.</source>
        <translation>一份带签名的清单，来自哪里都行；不会自动获取任何东西。</translation>
    </message>
    <message>
        <source>List of {day}, chosen by the makers of Inkstone.</source>
        <translation>{day} 的清单，由 Inkstone 的作者选定。</translation>
    </message>
    <message>
        <source>Recommended for this computer</source>
        <translation>推荐给这台电脑</translation>
    </message>
    <message>
        <source>Refresh the list from a file</source>
        <translation>从文件更新清单</translation>
    </message>
    <message>
        <source>Lists of models (*.toml)</source>
        <translation>模型清单 (*.toml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ChangeCard</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Change it anyway</source>
        <translation>仍要修改</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Not done, because it would do damage:</source>
        <translation>未采用此修改，因为会造成损害：</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
</context>
<context>
    <name>ChatColumn</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Open a GGUF file…</source>
        <translation>打开 GGUF 文件…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ask in a new conversation</source>
        <translation>在新对话中提问</translation>
    </message>
    <message>
        <source>Ask this document</source>
        <translation>就此文档提问</translation>
    </message>
    <message>
        <source>The attached text was removed.</source>
        <translation>已移除附加的文本。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>This link was not opened: only web and mail addresses are.</source>
        <translation>未打开此链接：只能打开网页和邮件地址。</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>More about this conversation</source>
        <translation>此对话的更多操作</translation>
    </message>
</context>
<context>
    <name>ChatPermission</name>
    <message>
        <source>Send this conversation to {host}?</source>
        <translation>把这段对话发送到 {host}？</translation>
    </message>
    <message>
        <source>Send and allow for this conversation</source>
        <translation>发送，并允许这段对话</translation>
    </message>
    <message numerus="yes">
        <source>All text of %n document(s), in several requests.</source>
        <translation>
            <numerusform>%n 份文档的全部文字，分几次发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>Your question with what was said before it, and the passages of the documents that fit it.</source>
        <translation>您的问题和之前的对话，以及文档中与之相符的段落。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of this conversation.</source>
        <translation>
            <numerusform>这段对话的 %n 条消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>The system prompt.</source>
        <translation>系统提示词。</translation>
    </message>
    <message>
        <source>Its title, suggested questions and summaries are written there, too. You can withdraw this at any time.</source>
        <translation>它的标题、建议的问题和总结也在那里写成。您可以随时撤回。</translation>
    </message>
</context>
<context>
    <name>ChatSettingsPage</name>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter begins a new line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Otherwise Ctrl+Enter sends and Enter begins a new line.</source>
        <translation>否则 Ctrl+Enter 发送，Enter 换行。</translation>
    </message>
    <message>
        <source>Conversations get a title from the model</source>
        <translation>由模型为对话拟标题</translation>
    </message>
    <message>
        <source>After the first answer, in the background. Otherwise it is the first words.</source>
        <translation>在第一个回答之后于后台进行；关闭时以开头的文字作标题。</translation>
    </message>
    <message>
        <source>Suggest questions after an answer</source>
        <translation>回答之后推荐问题</translation>
    </message>
    <message>
        <source>Up to three that might come next, written by the model.</source>
        <translation>由模型写出最多三个可以接着问的问题。</translation>
    </message>
    <message>
        <source>New conversations begin with</source>
        <translation>新对话的初始参数</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message>
        <source>{name}, {size}</source>
        <translation>{name}，{size}</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>显示文本</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Beginning of the attached text</source>
        <translation>附加文本的开头</translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>Use this wording (Alt+{place})</source>
        <translation>采用此译法 (Alt+{place})</translation>
    </message>
</context>
<context>
    <name>Citations</name>
    <message>
        <source>{place}: a quotation was not found in the text</source>
        <translation>{place}：有一处引文未在原文中找到</translation>
    </message>
    <message>
        <source>{place}: “{quote}”</source>
        <translation>{place}：“{quote}”</translation>
    </message>
    <message>
        <source>Page {page} of {name}</source>
        <translation>{name} 第 {page} 页</translation>
    </message>
    <message>
        <source>Section {section} of {name}</source>
        <translation>{name} 第 {section} 节</translation>
    </message>
    <message>
        <source>{name}, page {page}</source>
        <translation>{name}，第 {page} 页</translation>
    </message>
    <message>
        <source>{name}, section {section}</source>
        <translation>{name}，第 {section} 节</translation>
    </message>
    <message>
        <source>{place}, and {count} more</source>
        <translation>{place}，另有 {count} 处</translation>
    </message>
    <message>
        <source>Text without a name</source>
        <translation>未命名的文本</translation>
    </message>
</context>
<context>
    <name>CollectionView</name>
    <message>
        <source>New name of the collection</source>
        <translation>合集的新名称</translation>
    </message>
    <message>
        <source>How much is read</source>
        <translation>读取进度</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Look for changes now, and try again what failed</source>
        <translation>立即检查更改，并重试失败的文件</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Filter files</source>
        <translation>筛选文件</translation>
    </message>
    <message>
        <source>Files of the collection</source>
        <translation>合集中的文件</translation>
    </message>
    <message>
        <source>Continue (Space)</source>
        <translation>继续 (Space)</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停 (Space)</translation>
    </message>
    <message>
        <source>Continue reading</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>暂停读取</translation>
    </message>
    <message>
        <source>From {name}</source>
        <translation>来自 {name}</translation>
    </message>
    <message numerus="yes">
        <source>From %n place(s)</source>
        <translation>
            <numerusform>来自 %n 个位置</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only problems (%n)</source>
        <translation>
            <numerusform>只看有问题的（%n）</numerusform>
        </translation>
    </message>
    <message>
        <source>No file fits.</source>
        <translation>没有匹配的文件。</translation>
    </message>
    <message>
        <source>There is nothing in it that can be read.</source>
        <translation>其中没有可读取的内容。</translation>
    </message>
    <message>
        <source>A folder for the collection</source>
        <translation>选择合集的文件夹</translation>
    </message>
    <message>
        <source>Files for the collection</source>
        <translation>选择合集的文件</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Delete the collection</source>
        <translation>删除合集</translation>
    </message>
    <message>
        <source>Ask this document</source>
        <translation>就此文档提问</translation>
    </message>
    <message>
        <source>Open its folder</source>
        <translation>打开所在文件夹</translation>
    </message>
</context>
<context>
    <name>Collections</name>
    <message>
        <source>“{name}” holds more than {most:,} documents; the first of them are read.</source>
        <translation>“{name}”中的文档超过 {most:,} 个；只读取靠前的部分。</translation>
    </message>
    <message>
        <source>Make several smaller collections of it.</source>
        <translation>请把它分成几个较小的合集。</translation>
    </message>
    <message>
        <source>This file is not there any more.</source>
        <translation>此文件已不存在。</translation>
    </message>
    <message>
        <source>Put it back, or take its folder out of the collection.</source>
        <translation>请放回文件，或将其文件夹移出合集。</translation>
    </message>
    <message>
        <source>“{name}” holds no text.</source>
        <translation>“{name}”中没有文本。</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>合集</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find or do anything</source>
        <translation>查找或执行任何操作</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <source>Ask {name}</source>
        <translation>就 {name} 提问</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
</context>
<context>
    <name>ComposeView</name>
    <message>
        <source>The new text</source>
        <translation>新文本</translation>
    </message>
    <message>
        <source>Insert below your text</source>
        <translation>插入到你的文本之后</translation>
    </message>
    <message>
        <source>Replace your text</source>
        <translation>替换你的文本</translation>
    </message>
    <message>
        <source>Insert above your text</source>
        <translation>插入到你的文本之前</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Attach, summarise or ask documents</source>
        <translation>附加文档、为其写摘要或就其提问</translation>
    </message>
    <message>
        <source>Templates (/)</source>
        <translation>模板 (/)</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Send ({keys})</source>
        <translation>发送 ({keys})</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends, Enter breaks the line</source>
        <translation>Ctrl+Enter 发送，Enter 换行</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>写消息</translation>
    </message>
</context>
<context>
    <name>ComposerInput</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>Nothing was sent to {host}: it was not allowed yet.</source>
        <translation>没有向 {host} 发送任何内容：还未获允许。</translation>
    </message>
    <message>
        <source>Allow it, or choose another model.</source>
        <translation>请允许发送，或选择另一个模型。</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>The system prompt has {tokens} tokens; {room} fit.</source>
        <translation>系统提示词有 {tokens} 个词元，只容得下 {room} 个。</translation>
    </message>
    <message>
        <source>Shorten it, or load the model with a longer context.</source>
        <translation>请缩短内容，或以更长的上下文载入模型。</translation>
    </message>
    <message>
        <source>This conversation has {tokens} tokens; {room} fit.</source>
        <translation>这段对话有 {tokens} 个词元，只容得下 {room} 个。</translation>
    </message>
    <message>
        <source>Ask in a new conversation, or let older messages go (Parameters).</source>
        <translation>请在新对话中提问，或在“参数”中允许舍去较早的消息。</translation>
    </message>
    <message>
        <source>This message has {tokens} tokens; {room} fit.</source>
        <translation>这条消息有 {tokens} 个词元，只容得下 {room} 个。</translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Context: counted once a model is loaded.</source>
        <translation>上下文：加载模型后开始计数。</translation>
    </message>
    <message>
        <source>{used} of {limit} tokens of the context are used ({percent} %).</source>
        <translation>上下文已用 {used} / {limit} 个词元（{percent}%）。</translation>
    </message>
    <message>
        <source>The conversation no longer fits.</source>
        <translation>对话已超出上下文。</translation>
    </message>
    <message>
        <source>Little room is left for the answer.</source>
        <translation>留给回答的空间不多了。</translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message>
        <source>New title</source>
        <translation>新标题</translation>
    </message>
</context>
<context>
    <name>ConversationPanel</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>搜索对话</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Delete the conversation</source>
        <translation>删除对话</translation>
    </message>
    <message>
        <source>Your conversations will stand here.</source>
        <translation>你的对话会显示在这里。</translation>
    </message>
    <message>
        <source>Nothing found for “{query}”.</source>
        <translation>没有找到“{query}”。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>ConversationSection</name>
    <message>
        <source>Where it is sent</source>
        <translation>发送到哪里</translation>
    </message>
    <message>
        <source>What you write here is sent to {host}.</source>
        <translation>您在这里写的内容会发送到 {host}。</translation>
    </message>
    <message>
        <source>Nothing of this conversation may be sent to a server yet.</source>
        <translation>这段对话还没有任何内容获准发送到服务器。</translation>
    </message>
</context>
<context>
    <name>CoverageMeter</name>
    <message>
        <source>What has been read</source>
        <translation>已读取的部分</translation>
    </message>
</context>
<context>
    <name>DayGroups</name>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>过去 7 天</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{year} 年 {month}</translation>
    </message>
</context>
<context>
    <name>DeskCommands</name>
    <message>
        <source>There is no text in the clipboard.</source>
        <translation>剪贴板中没有文本。</translation>
    </message>
</context>
<context>
    <name>Destination</name>
    <message>
        <source>Server on this computer</source>
        <translation>这台电脑上的服务器</translation>
    </message>
    <message>
        <source>Sent to {host}</source>
        <translation>发送到 {host}</translation>
    </message>
    <message>
        <source>The model runs in another program on this computer ({host}). What you write goes there.</source>
        <translation>模型在这台电脑的另一个程序里运行 ({host})。您写的内容发往那里。</translation>
    </message>
    <message>
        <source>The model runs on another machine. What you write is sent to {host}, once you allow it.</source>
        <translation>模型在另一台机器上运行。您允许之后，您写的内容会发送到 {host}。</translation>
    </message>
    <message numerus="yes">
        <source>%n e-mail address(es) masked</source>
        <translation>
            <numerusform>已遮盖 %n 个电子邮件地址</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n phone number(s) masked</source>
        <translation>
            <numerusform>已遮盖 %n 个电话号码</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card or account number(s) masked</source>
        <translation>
            <numerusform>已遮盖 %n 个卡号或账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) masked</source>
        <translation>
            <numerusform>已遮盖 %n 个密钥</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other thing(s) masked</source>
        <translation>
            <numerusform>已遮盖 %n 处其他内容</numerusform>
        </translation>
    </message>
    <message>
        <source>Conversation “{title}”</source>
        <translation>对话“{title}”</translation>
    </message>
    <message>
        <source>A conversation without a title</source>
        <translation>没有标题的对话</translation>
    </message>
    <message>
        <source>The mode Write</source>
        <translation>写作模式</translation>
    </message>
    <message>
        <source>The mode Translate</source>
        <translation>翻译模式</translation>
    </message>
    <message>
        <source>The quick window</source>
        <translation>快捷窗口</translation>
    </message>
    <message>
        <source>Searching documents by meaning</source>
        <translation>按含义搜索文档</translation>
    </message>
    <message>
        <source>The address begins with http: anybody on the way there can read what is sent.</source>
        <translation>地址以 http 开头：途中的任何人都能读到发送的内容。</translation>
    </message>
    <message>
        <source>Its certificate is not checked: another machine could pass itself off as it.</source>
        <translation>不检查它的证书：别的机器可能冒充它。</translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>DocumentCommands</name>
    <message>
        <source>That is on the web; Inkstone loads nothing from there. Save it as a file and drop the file.</source>
        <translation>这是网上的内容；Inkstone 不会从网上加载。请先存为文件，再把文件拖进来。</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>附加文件</translation>
    </message>
    <message>
        <source>Summarise documents</source>
        <translation>为文档写摘要</translation>
    </message>
    <message>
        <source>Ask documents</source>
        <translation>就文档提问</translation>
    </message>
    <message>
        <source>Summarise a folder</source>
        <translation>为文件夹写摘要</translation>
    </message>
    <message>
        <source>Ask the documents of a folder</source>
        <translation>就文件夹中的文档提问</translation>
    </message>
    <message>
        <source>The clipboard holds neither text nor files to summarise.</source>
        <translation>剪贴板中没有可写摘要的文本或文件。</translation>
    </message>
    <message>
        <source>There is no answer to export yet.</source>
        <translation>还没有可导出的回答。</translation>
    </message>
</context>
<context>
    <name>DocumentRow</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Dropped text</source>
        <translation>拖入的文本</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Recognise the text (OCR)</source>
        <translation>识别文字 (OCR)</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password of {name}</source>
        <translation>{name} 的密码</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlock {name}</source>
        <translation>解锁 {name}</translation>
    </message>
</context>
<context>
    <name>DocumentRows</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message numerus="yes">
        <source>and %n more document(s)</source>
        <translation>
            <numerusform>另有 %n 个文档</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentSettingsPage</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Embedding model</source>
        <translation>嵌入模型</translation>
    </message>
    <message>
        <source>Finds passages by what they mean, even where other words are used. Without one, documents are searched by their words.</source>
        <translation>按含义查找段落，用词不同也能找到。不设时只按字词搜索文档。</translation>
    </message>
    <message>
        <source>Choose a model file…</source>
        <translation>选择模型文件…</translation>
    </message>
    <message>
        <source>Scanned pages</source>
        <translation>扫描页</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>保存的内容</translation>
    </message>
    <message>
        <source>Forget all documents…</source>
        <translation>忘记所有文档…</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>An embedding model</source>
        <translation>选择嵌入模型</translation>
    </message>
    <message>
        <source>Pages that are only pictures cannot be read here: Tesseract is not installed.</source>
        <translation>这里无法读取只有图像的页面：未安装 Tesseract。</translation>
    </message>
    <message>
        <source>Tesseract is installed, but without a language; install one to read scanned pages.</source>
        <translation>Tesseract 已安装，但没有任何语言；请安装一种语言以读取扫描页。</translation>
    </message>
    <message>
        <source>Tesseract reads scanned pages in: {languages}.</source>
        <translation>Tesseract 可读取以下语言的扫描页：{languages}。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s), {characters} characters of text</source>
        <translation>
            <numerusform>%n 个文档，共 {characters} 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>No document is kept.</source>
        <translation>没有保存任何文档。</translation>
    </message>
    <message>
        <source>It is kept together with your conversations in {path} ({size}); nothing leaves this computer.</source>
        <translation>与你的对话一起保存在 {path}（{size}）；不会离开这台电脑。</translation>
    </message>
    <message>
        <source>It is kept together with your conversations in {path} ({size}).</source>
        <translation>它和您的对话一起保存在 {path}（{size}）。</translation>
    </message>
    <message>
        <source>Forget all documents, collections and their summaries for good? Your files and your conversations stay; answers keep what they quote.</source>
        <translation>永久忘记所有文档、合集及其摘要？你的文件和对话会保留；回答中的引文也会保留。</translation>
    </message>
    <message>
        <source>Forget everything</source>
        <translation>全部忘记</translation>
    </message>
    <message>
        <source>Forgetting {done} of {total}</source>
        <translation>正在忘记：{done} / {total}</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>写摘要</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>显示文本</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>忘记…</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>文档的文本</translation>
    </message>
    <message>
        <source>Forget {name}? What was read of it and its summaries are deleted for good. The file itself stays.</source>
        <translation>忘记 {name}？读取的内容及其摘要将永久删除。文件本身会保留。</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>永久忘记</translation>
    </message>
    <message>
        <source>Hide the text</source>
        <translation>隐藏文本</translation>
    </message>
    <message>
        <source>The first {shown} of {all} characters</source>
        <translation>前 {shown} 个字符，共 {all} 个</translation>
    </message>
</context>
<context>
    <name>DownloadIndicator</name>
    <message numerus="yes">
        <source>%n download(s) on their way</source>
        <translation>
            <numerusform>%n 项下载正在进行</numerusform>
        </translation>
    </message>
    <message>
        <source>Show downloads: {percent} %</source>
        <translation>显示下载：{percent} %</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Use now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>How much of {name} is here</source>
        <translation>{name} 已有多少</translation>
    </message>
    <message>
        <source>Use {name} now</source>
        <translation>立即使用 {name}</translation>
    </message>
    <message>
        <source>Try to fetch {name} again</source>
        <translation>重试下载 {name}</translation>
    </message>
    <message>
        <source>Pause {name}</source>
        <translation>暂停 {name}</translation>
    </message>
    <message>
        <source>Go on with {name}</source>
        <translation>继续 {name}</translation>
    </message>
    <message>
        <source>Fetch {name} earlier</source>
        <translation>提前下载 {name}</translation>
    </message>
    <message>
        <source>Fetch {name} later</source>
        <translation>推后下载 {name}</translation>
    </message>
    <message>
        <source>Show {name} in its folder</source>
        <translation>在文件夹中显示 {name}</translation>
    </message>
    <message>
        <source>Remove the download of {name}</source>
        <translation>移除 {name} 的下载</translation>
    </message>
    <message>
        <source>Take it off the list; the model stays</source>
        <translation>从列表移除；模型保留</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Pause all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Nothing is being fetched</source>
        <translation>没有正在下载的内容</translation>
    </message>
    <message>
        <source>Models that you download appear here, and go on after a restart.</source>
        <translation>您下载的模型会出现在这里，重启后继续。</translation>
    </message>
    <message>
        <source>Find models</source>
        <translation>查找模型</translation>
    </message>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%n 项下载</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Drop</name>
    <message>
        <source>{name} is used where it lies, from the next message on.</source>
        <translation>从下一条消息起使用 {name}，文件留在原处。</translation>
    </message>
    <message>
        <source>{name} is copied into Inkstone&apos;s own folder and compared. The file stays.</source>
        <translation>{name} 复制到 Inkstone 自己的文件夹并核对。原文件保留。</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>Copy into my models</source>
        <translation>复制到我的模型里</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) are used where they lie; {name} is loaded.</source>
        <translation>
            <numerusform>%n 个模型在原处使用；已加载 {name}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) are copied into Inkstone&apos;s own folder and compared.</source>
        <translation>
            <numerusform>%n 个模型复制到 Inkstone 自己的文件夹并逐一核对。</numerusform>
        </translation>
    </message>
    <message>
        <source>Use these models</source>
        <translation>使用这些模型</translation>
    </message>
    <message>
        <source>Look for models here</source>
        <translation>在这里查找模型</translation>
    </message>
    <message numerus="yes">
        <source>The models in %n folder(s) are used where they lie.</source>
        <translation>
            <numerusform>%n 个文件夹里的模型在原处使用。</numerusform>
        </translation>
    </message>
    <message>
        <source>The models in {name} are used where they lie, later ones too.</source>
        <translation>{name} 里的模型在原处使用，以后的也一样。</translation>
    </message>
    <message>
        <source>Not fetched</source>
        <translation>未加载</translation>
    </message>
    <message>
        <source>Inkstone loads nothing from the web. Save the file and drop it here.</source>
        <translation>Inkstone 不会从网上加载内容。请先保存文件，再拖到这里。</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>写摘要</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附加</translation>
    </message>
    <message>
        <source>The whole text is read and summarised. You see the plan first.</source>
        <translation>读取全文并写摘要。先显示计划。</translation>
    </message>
    <message>
        <source>Your questions are answered from this text, with the places.</source>
        <translation>依据此文本回答你的问题，并注明出处。</translation>
    </message>
    <message>
        <source>The text is put into your message.</source>
        <translation>将文本放入你的消息。</translation>
    </message>
    <message>
        <source>All of {name} is read and summarised. You see the plan first.</source>
        <translation>读取 {name} 全文并写摘要。先显示计划。</translation>
    </message>
    <message>
        <source>Your questions are answered from {name}, with the pages.</source>
        <translation>依据 {name} 回答你的问题，并注明页码。</translation>
    </message>
    <message>
        <source>The text of {name} is sent with your message.</source>
        <translation>{name} 的文本将随消息一起发送。</translation>
    </message>
    <message numerus="yes">
        <source>All of %n document(s) is read and summarised. You see the plan first.</source>
        <translation>
            <numerusform>读取 %n 个文档的全文并写摘要。先显示计划。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your questions are answered from %n document(s).</source>
        <translation>
            <numerusform>依据 %n 个文档回答你的问题。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of %n document(s) is sent with your message.</source>
        <translation>
            <numerusform>%n 个文档的文本将随消息一起发送。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropHint</name>
    <message>
        <source>Add to your documents</source>
        <translation>添加到你的文档</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop here</source>
        <translation>拖放到这里</translation>
    </message>
</context>
<context>
    <name>EditableTitle</name>
    <message>
        <source>Title of the conversation</source>
        <translation>对话标题</translation>
    </message>
</context>
<context>
    <name>EditorFields</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Write a letter to {{recipient:line}} about {{topic}}</source>
        <translation>给 {{recipient:line}} 写一封信，谈谈 {{topic}}</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Divided by commas</source>
        <translation>用逗号分隔</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Typed after “/”</source>
        <translation>在“/”后输入的名称</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Opens in</source>
        <translation>打开于</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Insert a variable</source>
        <translation>插入变量</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Form of the answer</source>
        <translation>回答的形式</translation>
    </message>
    <message>
        <source>These keys already belong to “{name}”, which keeps them.</source>
        <translation>此快捷键已用于“{name}”，仍归它使用。</translation>
    </message>
    <message>
        <source>A template has at most 200,000 characters; the rest was not pasted.</source>
        <translation>模板最多 200,000 个字符；其余部分未粘贴。</translation>
    </message>
</context>
<context>
    <name>Embedding</name>
    <message>
        <source>Its file is not there any more.</source>
        <translation>其文件已不存在。</translation>
    </message>
    <message>
        <source>The embedding model “{name}” cannot be used: documents are searched by words alone. {why}</source>
        <translation>无法使用嵌入模型“{name}”：只按字词搜索文档。{why}</translation>
    </message>
    <message>
        <source>Choose another one in the settings.</source>
        <translation>请在设置中另选一个。</translation>
    </message>
</context>
<context>
    <name>EmbeddingPermission</name>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>All text of the documents that are searched by meaning, once.</source>
        <translation>按含义搜索的文档的全部文字，发送一次。</translation>
    </message>
    <message>
        <source>Your questions about them, each time.</source>
        <translation>您对它们的提问，每次都发送。</translation>
    </message>
    <message>
        <source>Until you allow it they are searched by their words.</source>
        <translation>在您允许之前，按字词搜索它们。</translation>
    </message>
    <message>
        <source>Send your documents to {host}?</source>
        <translation>把您的文档发送到 {host}？</translation>
    </message>
    <message>
        <source>Allow for all documents</source>
        <translation>允许用于所有文档</translation>
    </message>
</context>
<context>
    <name>EmptyChat</name>
    <message>
        <source>What shall we write?</source>
        <translation>写点什么？</translation>
    </message>
    <message>
        <source>The small starter model answers, on this computer alone. It knows Inkstone and simple tasks; a bigger model knows much more. Write below, or begin with:</source>
        <translation>由自带的小模型回答，只在这台电脑上。它懂 Inkstone 和简单的任务；更大的模型懂得多得多。请在下面写，或这样开始：</translation>
    </message>
    <message>
        <source>What you say is sent to {host}. Write below, or begin with:</source>
        <translation>您说的话会发送到 {host}。请在下面写，或这样开始：</translation>
    </message>
    <message>
        <source>Everything you say stays on this computer. Write below, or begin with:</source>
        <translation>你说的一切都留在这台电脑上。在下方输入，或从这里开始：</translation>
    </message>
    <message>
        <source>Explain how a rainbow forms, in three short sentences.</source>
        <translation>用三句短话解释彩虹是怎样形成的。</translation>
    </message>
    <message>
        <source>Find a bigger model</source>
        <translation>查找更大的模型</translation>
    </message>
    <message>
        <source>Draft a polite email that asks to move a meeting to Thursday.</source>
        <translation>起草一封礼貌的邮件，请求把会议改到星期四。</translation>
    </message>
    <message>
        <source>Which five questions should I ask before buying a used bicycle?</source>
        <translation>买二手自行车之前应该问哪五个问题？</translation>
    </message>
    <message>
        <source>Write a Python function that finds the longest line of a file.</source>
        <translation>写一个 Python 函数，找出文件中最长的一行。</translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>Your documents, read on this computer</source>
        <translation>你的文档，就在这台电脑上读取</translation>
    </message>
    <message>
        <source>Collect files and folders to ask them as one, or summarise a single document. Begin with:</source>
        <translation>把文件和文件夹收进合集一并提问，或为单个文档写摘要。从这里开始：</translation>
    </message>
    <message>
        <source>New collection from a folder…</source>
        <translation>用文件夹新建合集…</translation>
    </message>
    <message>
        <source>New collection from files…</source>
        <translation>用文件新建合集…</translation>
    </message>
    <message>
        <source>Summarise a document…</source>
        <translation>为文档写摘要…</translation>
    </message>
    <message>
        <source>Ask documents…</source>
        <translation>就文档提问…</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The engine answered something that was not asked.</source>
        <translation>引擎给出了未曾请求的回答。</translation>
    </message>
    <message>
        <source>The model was taken away before it was done.</source>
        <translation>尚未完成，模型已被卸载。</translation>
    </message>
    <message>
        <source>Something unexpected happened inside Inkstone ({0}).</source>
        <translation>Inkstone 内部发生意外（{0}）。</translation>
    </message>
    <message>
        <source>Something unexpected happened inside Inkstone; what you wrote is kept.</source>
        <translation>Inkstone 内部发生意外；你写的内容已保留。</translation>
    </message>
    <message>
        <source>The log file has the details.</source>
        <translation>详情见日志文件。</translation>
    </message>
    <message>
        <source>The text is longer than {0} characters.</source>
        <translation>文本超过 {0} 个字符。</translation>
    </message>
    <message>
        <source>Split the document and read the parts one by one.</source>
        <translation>请拆分文档，逐一读取各部分。</translation>
    </message>
    <message>
        <source>The text is empty.</source>
        <translation>文本为空。</translation>
    </message>
    <message>
        <source>“{0}” holds no text to summarise.</source>
        <translation>“{0}”中没有可写摘要的文本。</translation>
    </message>
    <message>
        <source>The tokens of the documents were not counted.</source>
        <translation>未能计算文档的词元数。</translation>
    </message>
    <message>
        <source>A context of {0} tokens is too short to summarise in: {1} of them are taken by the instructions.</source>
        <translation>{0} 个词元的上下文太短，无法写摘要：其中 {1} 个已被指令占用。</translation>
    </message>
    <message>
        <source>Choose a longer context for the model, or shorten the instructions.</source>
        <translation>请为模型选择更长的上下文，或缩短指令。</translation>
    </message>
    <message>
        <source>“{0}” cannot be divided into sections that fit the context.</source>
        <translation>“{0}”无法分成上下文容得下的小节。</translation>
    </message>
    <message>
        <source>Choose a longer context for the model.</source>
        <translation>请为模型选择更长的上下文。</translation>
    </message>
    <message>
        <source>{0} documents are too many to compare in one context.</source>
        <translation>文档有 {0} 个，过多，一个上下文中无法比较。</translation>
    </message>
    <message>
        <source>Summarise fewer at once, or choose a longer context for the model.</source>
        <translation>请减少一次写摘要的文档，或为模型选择更长的上下文。</translation>
    </message>
    <message>
        <source>The model gave no answer for {what}, twice.</source>
        <translation>对于{what}，模型两次都没有给出回答。</translation>
    </message>
    <message>
        <source>Some notes did not fit and were left out of {what}.</source>
        <translation>部分笔记容纳不下，未写入{what}。</translation>
    </message>
    <message>
        <source>The answer for {what} was cut at its limit.</source>
        <translation>{what}的回答达到上限，已截断。</translation>
    </message>
    <message>
        <source>There is nobody here who could look this up.</source>
        <translation>这里无法查找此内容。</translation>
    </message>
    <message>
        <source>“{0}” holds no text to translate.</source>
        <translation>“{0}”中没有可翻译的文本。</translation>
    </message>
    <message>
        <source>“{0}” is not the file that was translated any more.</source>
        <translation>“{0}”已不是当时翻译的文件。</translation>
    </message>
    <message>
        <source>Open it again; sentences that are the same need not be translated again.</source>
        <translation>请重新打开；相同的句子无需再次翻译。</translation>
    </message>
    <message>
        <source>“{0}” cannot be translated as a file.</source>
        <translation>“{0}”无法作为文件翻译。</translation>
    </message>
    <message>
        <source>Use Markdown, HTML, Word (.docx), PowerPoint (.pptx), subtitles (.srt, .vtt), PO or plain text, or translate its text.</source>
        <translation>请使用 Markdown、HTML、Word (.docx)、PowerPoint (.pptx)、字幕（.srt、.vtt）、PO 或纯文本，或翻译其中的文本。</translation>
    </message>
    <message>
        <source>A file of this format cannot hold two columns.</source>
        <translation>此格式的文件无法分成两栏。</translation>
    </message>
    <message>
        <source>Choose the translation below each paragraph.</source>
        <translation>请选择将译文放在每个段落之下。</translation>
    </message>
    <message>
        <source>Blocks of HTML in the Markdown stay as they are.</source>
        <translation>Markdown 中的 HTML 块保持不变。</translation>
    </message>
    <message>
        <source>Entries that are translated or marked as fuzzy stay as they are.</source>
        <translation>已翻译或标记为 fuzzy 的条目保持不变。</translation>
    </message>
    <message>
        <source>Text in SmartArt, charts and pictures stays untranslated.</source>
        <translation>SmartArt、图表和图片中的文本不翻译。</translation>
    </message>
    <message>
        <source>Tracked changes: the text with all changes accepted is translated, deleted text stays.</source>
        <translation>修订：翻译接受所有修订后的文本，已删除的文本保持不变。</translation>
    </message>
    <message>
        <source>Comments stay untranslated.</source>
        <translation>批注不翻译。</translation>
    </message>
    <message>
        <source>The translation has characters that {0} lacks: the file is UTF-8 now.</source>
        <translation>译文中有 {0} 编码所没有的字符：文件现已改为 UTF-8。</translation>
    </message>
    <message>
        <source>“{0}” cannot be found: it was moved or deleted, or has another name.</source>
        <translation>找不到“{0}”：它已被移动或删除，或者名称不同。</translation>
    </message>
    <message>
        <source>The name “{0}” has characters that are no UTF-8, so it cannot be opened.</source>
        <translation>名称“{0}”含有不是 UTF-8 的字符，因此无法打开。</translation>
    </message>
    <message>
        <source>Rename it, then open it again.</source>
        <translation>请先重命名，再重新打开。</translation>
    </message>
    <message>
        <source>“{0}” is a folder.</source>
        <translation>“{0}”是文件夹。</translation>
    </message>
    <message>
        <source>“{0}” is not a file.</source>
        <translation>“{0}”不是文件。</translation>
    </message>
    <message>
        <source>“{0}” is empty.</source>
        <translation>“{0}”是空的。</translation>
    </message>
    <message>
        <source>“{0}” is larger than 4 GB.</source>
        <translation>“{0}”超过 4 GB。</translation>
    </message>
    <message>
        <source>Split it into smaller parts.</source>
        <translation>请拆分成较小的部分。</translation>
    </message>
    <message>
        <source>“{0}” cannot be opened: {why}.</source>
        <translation>无法打开“{0}”：{why}。</translation>
    </message>
    <message>
        <source>“{0}” holds no text.</source>
        <translation>“{0}”中没有文本。</translation>
    </message>
    <message>
        <source>“{0}” changed while it was read.</source>
        <translation>“{0}”在读取过程中有更改。</translation>
    </message>
    <message>
        <source>“{0}” was changed while it was read.</source>
        <translation>“{0}”在读取过程中被更改。</translation>
    </message>
    <message>
        <source>Read it again when it is finished.</source>
        <translation>请等它写完后再读取。</translation>
    </message>
    <message>
        <source>Read it again.</source>
        <translation>请重新读取。</translation>
    </message>
    <message>
        <source>There is no document in the folder “{0}”.</source>
        <translation>文件夹“{0}”中没有文档。</translation>
    </message>
    <message>
        <source>Name the files, or another folder.</source>
        <translation>请指定文件，或另一个文件夹。</translation>
    </message>
    <message>
        <source>The folder “{0}” cannot be looked into: {why}.</source>
        <translation>无法查看文件夹“{0}”：{why}。</translation>
    </message>
    <message>
        <source>The folder for “{0}” is not there any more.</source>
        <translation>存放“{0}”的文件夹已不存在。</translation>
    </message>
    <message>
        <source>The ending of the name does not say what to write.</source>
        <translation>从文件名的后缀看不出要写成什么格式。</translation>
    </message>
    <message>
        <source>Let it end in {0}.</source>
        <translation>请以 {0} 结尾。</translation>
    </message>
    <message>
        <source>“{0}” was not written: the disk is full.</source>
        <translation>未写入“{0}”：磁盘已满。</translation>
    </message>
    <message>
        <source>Make room, or choose another place.</source>
        <translation>请腾出空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>“{0}” could not be written: {why}.</source>
        <translation>无法写入“{0}”：{why}。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>“{0}” is damaged and cannot be read.</source>
        <translation>“{0}”已损坏，无法读取。</translation>
    </message>
    <message>
        <source>Copy or download it again, or open it in the program that made it and save it again.</source>
        <translation>请重新复制或下载，或在创建它的程序中打开并重新保存。</translation>
    </message>
    <message>
        <source>“{0}” is damaged or is not what its name says.</source>
        <translation>“{0}”已损坏，或与文件名所示的类型不符。</translation>
    </message>
    <message>
        <source>Try to open it in the program that made it and save it again.</source>
        <translation>请尝试在创建它的程序中打开并重新保存。</translation>
    </message>
    <message>
        <source>“{0}” is damaged: its parts cannot be listed.</source>
        <translation>“{0}”已损坏：无法列出其各部分。</translation>
    </message>
    <message>
        <source>“{0}” takes more memory or time to read than a document may.</source>
        <translation>读取“{0}”所需的内存或时间超出文档的限度。</translation>
    </message>
    <message>
        <source>Split it, or open it in its program and save it again.</source>
        <translation>请拆分它，或在其程序中打开并重新保存。</translation>
    </message>
    <message>
        <source>“{0}” cannot be read.</source>
        <translation>无法读取“{0}”。</translation>
    </message>
    <message>
        <source>“{0}” is in an old format.</source>
        <translation>“{0}”采用旧格式。</translation>
    </message>
    <message>
        <source>“{0}” is not a document that can be read.</source>
        <translation>“{0}”不是可读取的文档。</translation>
    </message>
    <message>
        <source>“{0}” is a picture.</source>
        <translation>“{0}”是图片。</translation>
    </message>
    <message>
        <source>“{0}” is an archive.</source>
        <translation>“{0}”是归档文件。</translation>
    </message>
    <message>
        <source>“{0}” is a compressed file.</source>
        <translation>“{0}”是压缩文件。</translation>
    </message>
    <message>
        <source>“{0}” is a program.</source>
        <translation>“{0}”是程序。</translation>
    </message>
    <message>
        <source>“{0}” is a model.</source>
        <translation>“{0}”是模型。</translation>
    </message>
    <message>
        <source>“{0}” is a sound file.</source>
        <translation>“{0}”是声音文件。</translation>
    </message>
    <message>
        <source>“{0}” is a database.</source>
        <translation>“{0}”是数据库。</translation>
    </message>
    <message>
        <source>Use PDF, Word (.docx), OpenDocument, RTF, EPUB, HTML or plain text.</source>
        <translation>请使用 PDF、Word (.docx)、OpenDocument、RTF、EPUB、HTML 或纯文本。</translation>
    </message>
    <message>
        <source>Open it in Word or LibreOffice and save it as .docx.</source>
        <translation>请在 Word 或 LibreOffice 中打开，并另存为 .docx。</translation>
    </message>
    <message>
        <source>Open it in Excel or LibreOffice and save it as .xlsx.</source>
        <translation>请在 Excel 或 LibreOffice 中打开，并另存为 .xlsx。</translation>
    </message>
    <message>
        <source>Open it in PowerPoint or LibreOffice and save it as .pptx.</source>
        <translation>请在 PowerPoint 或 LibreOffice 中打开，并另存为 .pptx。</translation>
    </message>
    <message>
        <source>Open it in Pages and export it as Word or PDF.</source>
        <translation>请在 Pages 中打开，并导出为 Word 或 PDF。</translation>
    </message>
    <message>
        <source>Open it in Numbers and export it as Excel or CSV.</source>
        <translation>请在 Numbers 中打开，并导出为 Excel 或 CSV。</translation>
    </message>
    <message>
        <source>Open it in Keynote and export it as PowerPoint or PDF.</source>
        <translation>请在 Keynote 中打开，并导出为 PowerPoint 或 PDF。</translation>
    </message>
    <message>
        <source>Open it in LibreOffice and save it as .xlsx or .csv.</source>
        <translation>请在 LibreOffice 中打开，并另存为 .xlsx 或 .csv。</translation>
    </message>
    <message>
        <source>Open it in LibreOffice and save it as .pptx or export it as PDF.</source>
        <translation>请在 LibreOffice 中打开，并另存为 .pptx 或导出为 PDF。</translation>
    </message>
    <message>
        <source>Open it in LibreOffice and save it as .docx.</source>
        <translation>请在 LibreOffice 中打开，并另存为 .docx。</translation>
    </message>
    <message>
        <source>Open it in Hangul or LibreOffice and save it as PDF or .docx.</source>
        <translation>请在 Hangul 或 LibreOffice 中打开，并另存为 PDF 或 .docx。</translation>
    </message>
    <message>
        <source>Convert it to EPUB, for example with Calibre.</source>
        <translation>请转换为 EPUB，例如用 Calibre。</translation>
    </message>
    <message>
        <source>Convert it to PDF first.</source>
        <translation>请先转换为 PDF。</translation>
    </message>
    <message>
        <source>Open it in the mail program and save it as .eml.</source>
        <translation>请在邮件程序中打开，并另存为 .eml。</translation>
    </message>
    <message>
        <source>Open it in the program that made it and save it as PDF.</source>
        <translation>请在创建它的程序中打开，并另存为 PDF。</translation>
    </message>
    <message>
        <source>The document is damaged: a part of it is missing or makes no sense.</source>
        <translation>文档已损坏：有一部分缺失或无法理解。</translation>
    </message>
    <message>
        <source>Open it in the program that wrote it, save it again, and read that file.</source>
        <translation>请在创建它的程序中打开并重新保存，再读取新文件。</translation>
    </message>
    <message>
        <source>The document unpacks to far more data than it has text, or than fits into the memory.</source>
        <translation>文档解压后的数据远多于其文本，或超出内存。</translation>
    </message>
    <message>
        <source>If it is a document of yours, split it or save it in another format.</source>
        <translation>如果这是你自己的文档，请拆分它，或另存为其他格式。</translation>
    </message>
    <message>
        <source>This is an Office document of the format used before 2007.</source>
        <translation>这是 2007 年以前格式的 Office 文档。</translation>
    </message>
    <message>
        <source>Open it in Word, Excel, PowerPoint or LibreOffice and save it in the present format.</source>
        <translation>请在 Word、Excel、PowerPoint 或 LibreOffice 中打开，并以现行格式保存。</translation>
    </message>
    <message>
        <source>The file is larger than {0} MB, too much for one text.</source>
        <translation>文件超过 {0} MB，作为一份文本过大。</translation>
    </message>
    <message>
        <source>Split it and read the parts one by one.</source>
        <translation>请拆分它，逐一读取各部分。</translation>
    </message>
    <message>
        <source>The file holds no text, or text in an encoding that is not known.</source>
        <translation>文件中没有文本，或文本的编码未知。</translation>
    </message>
    <message>
        <source>Open it in the program that wrote it and save it as text in UTF-8.</source>
        <translation>请在创建它的程序中打开，并另存为 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The message is larger than {0} MB.</source>
        <translation>邮件超过 {0} MB。</translation>
    </message>
    <message>
        <source>Save the attachments, and the message without them.</source>
        <translation>请分别保存附件和不带附件的邮件。</translation>
    </message>
    <message>
        <source>The page is larger than {0} MB.</source>
        <translation>网页超过 {0} MB。</translation>
    </message>
    <message>
        <source>Save the part that matters as a page of its own.</source>
        <translation>请把需要的部分另存为单独的网页。</translation>
    </message>
    <message>
        <source>The document is too long to be read as RTF.</source>
        <translation>文档过长，无法以 RTF 读取。</translation>
    </message>
    <message>
        <source>Open it in the program that wrote it, save it as .docx, and read that file.</source>
        <translation>请在创建它的程序中打开，另存为 .docx，再读取新文件。</translation>
    </message>
    <message>
        <source>The file has no times, so it holds no subtitles.</source>
        <translation>文件中没有时间码，因此不是字幕。</translation>
    </message>
    <message>
        <source>Give it a name that ends in .txt to read it as plain text.</source>
        <translation>如要作为纯文本读取，请把文件名改为以 .txt 结尾。</translation>
    </message>
    <message>
        <source>“{0}” is protected with a password.</source>
        <translation>“{0}”受密码保护。</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>请输入密码。</translation>
    </message>
    <message>
        <source>The password does not open “{0}”.</source>
        <translation>此密码无法打开“{0}”。</translation>
    </message>
    <message>
        <source>Open it in its program, remove the password and save a copy.</source>
        <translation>请在其程序中打开，去除密码并保存副本。</translation>
    </message>
    <message>
        <source>The document is protected by a password.</source>
        <translation>文档受密码保护。</translation>
    </message>
    <message>
        <source>Open it in the program that wrote it and save it without a password.</source>
        <translation>请在创建它的程序中打开，并以无密码方式保存。</translation>
    </message>
    <message>
        <source>The book is encrypted; only the reader of the shop it is from can open it.</source>
        <translation>此书已加密；只有出售它的书店的阅读器才能打开。</translation>
    </message>
    <message>
        <source>Ask the shop for a copy without copy protection.</source>
        <translation>请向书店索取没有复制保护的版本。</translation>
    </message>
    <message>
        <source>“{0}” holds pictures of pages and no text.</source>
        <translation>“{0}”中只有页面图像，没有文本。</translation>
    </message>
    <message>
        <source>It needs OCR.</source>
        <translation>需要 OCR。</translation>
    </message>
    <message>
        <source>Its pages can be recognised; that takes about a second a page.</source>
        <translation>可以识别其页面；每页约需一秒。</translation>
    </message>
    <message>
        <source>Tesseract is not installed any more.</source>
        <translation>已不再安装 Tesseract。</translation>
    </message>
    <message>
        <source>Tesseract could not recognise page {0}.</source>
        <translation>Tesseract 无法识别第 {0} 页。</translation>
    </message>
    <message>
        <source>Check that it works with: tesseract --list-langs</source>
        <translation>请用此命令检查它是否正常：tesseract --list-langs</translation>
    </message>
    <message>
        <source>Install tesseract to have its pages recognised (Debian, Ubuntu: tesseract-ocr).</source>
        <translation>安装 tesseract 后即可识别其页面（Debian、Ubuntu：tesseract-ocr）。</translation>
    </message>
    <message>
        <source>Install tesseract to have its pages recognised (brew install tesseract).</source>
        <translation>安装 tesseract 后即可识别其页面（brew install tesseract）。</translation>
    </message>
    <message>
        <source>Install Tesseract OCR to have its pages recognised.</source>
        <translation>安装 Tesseract OCR 后即可识别其页面。</translation>
    </message>
    <message>
        <source>“{0}” has no page {1}.</source>
        <translation>“{0}”没有第 {1} 页。</translation>
    </message>
    <message>
        <source>Page {0} cannot be drawn.</source>
        <translation>无法绘制第 {0} 页。</translation>
    </message>
    <message>
        <source>The process that reads documents cannot be started: {why}.</source>
        <translation>无法启动读取文档的进程：{why}。</translation>
    </message>
    <message>
        <source>The process that reads documents ended with code {0}.</source>
        <translation>读取文档的进程以代码 {0} 退出。</translation>
    </message>
    <message>
        <source>Text that tracked changes delete was left out.</source>
        <translation>未包含修订中删除的文本。</translation>
    </message>
    <message>
        <source>The document has tracked changes; inserted text was read.</source>
        <translation>文档含有修订；已读取插入的文本。</translation>
    </message>
    <message>
        <source>Comments were left out.</source>
        <translation>未包含批注。</translation>
    </message>
    <message>
        <source>Hidden text was left out.</source>
        <translation>未包含隐藏文本。</translation>
    </message>
    <message>
        <source>A file that is embedded in the document was not read.</source>
        <translation>未读取文档中嵌入的文件。</translation>
    </message>
    <message>
        <source>A table is very long; its last rows were left out.</source>
        <translation>有一个表格很长；未包含其最后的行。</translation>
    </message>
    <message>
        <source>Some formulas have no result in the file. Open it in a spreadsheet program and save it there to have them calculated.</source>
        <translation>文件中有些公式没有结果。请在电子表格程序中打开并保存，以便计算。</translation>
    </message>
    <message>
        <source>The sheet “{0}” is hidden; it was read.</source>
        <translation>工作表“{0}”是隐藏的；已读取。</translation>
    </message>
    <message>
        <source>The workbook is very large: it was read up to row {0} of sheet {1}.</source>
        <translation>工作簿很大：只读到工作表 {1} 的第 {0} 行。</translation>
    </message>
    <message>
        <source>Hidden slides were read too: {0}.</source>
        <translation>隐藏的幻灯片也已读取：{0}。</translation>
    </message>
    <message>
        <source>{0} characters could not be read in the encoding {1} and are shown as �.</source>
        <translation>有 {0} 个字符无法按编码 {1} 读取，显示为 �。</translation>
    </message>
    <message>
        <source>Only the first {0} messages of the mailbox were read.</source>
        <translation>只读取了邮箱中的前 {0} 封邮件。</translation>
    </message>
    <message>
        <source>Attachments were not read: {0}.</source>
        <translation>未读取附件：{0}。</translation>
    </message>
    <message>
        <source>A page that the book lists is missing from the file.</source>
        <translation>文件中缺少书中列出的一页。</translation>
    </message>
    <message>
        <source>Page {0} was recognised from pictures.</source>
        <translation>第 {0} 页由图像识别而来。</translation>
    </message>
    <message>
        <source>Pages {0} were recognised from pictures.</source>
        <translation>第 {0} 页由图像识别而来。</translation>
    </message>
    <message>
        <source>Page {0} was not read: only pictures, no text.</source>
        <translation>未读取第 {0} 页：只有图像，没有文本。</translation>
    </message>
    <message>
        <source>Pages {0} were not read: only pictures, no text.</source>
        <translation>未读取第 {0} 页：只有图像，没有文本。</translation>
    </message>
    <message>
        <source>The engine process could not be started: {why}.</source>
        <translation>无法启动引擎进程：{why}。</translation>
    </message>
    <message>
        <source>Look into the engine&apos;s log, or reinstall the application.</source>
        <translation>请查看引擎日志，或重新安装应用程序。</translation>
    </message>
    <message>
        <source>The engine process did not greet as expected.</source>
        <translation>引擎进程没有按预期应答。</translation>
    </message>
    <message>
        <source>Reinstall the application, or look into the engine&apos;s log.</source>
        <translation>请重新安装应用程序，或查看引擎日志。</translation>
    </message>
    <message>
        <source>The engine process speaks version {0} of the message format; this application speaks version {1}.</source>
        <translation>引擎进程使用消息格式的版本 {0}；此应用程序使用版本 {1}。</translation>
    </message>
    <message>
        <source>Two versions of the application are mixed up; reinstall it.</source>
        <translation>应用程序的两个版本混在一起；请重新安装。</translation>
    </message>
    <message>
        <source>The engine process was ended by signal {0}; what was written so far is kept.</source>
        <translation>引擎进程被信号 {0} 终止；已写出的内容已保留。</translation>
    </message>
    <message>
        <source>The engine process ended with code {0}; what was written so far is kept.</source>
        <translation>引擎进程以代码 {0} 退出；已写出的内容已保留。</translation>
    </message>
    <message>
        <source>Try again: it starts anew.</source>
        <translation>请再试一次：它会重新启动。</translation>
    </message>
    <message>
        <source>It used an instruction that this processor does not have: install Inkstone again on this computer.</source>
        <translation>它用了这台计算机的处理器没有的指令：请在这台计算机上重新安装 Inkstone。</translation>
    </message>
    <message>
        <source>The application and its engine misunderstood each other: {why}.</source>
        <translation>应用程序与引擎之间通信有误：{why}。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, restart the application.</source>
        <translation>请再试一次；如果再次发生，请重新启动应用程序。</translation>
    </message>
    <message>
        <source>A message was too long for the engine.</source>
        <translation>有一条消息对引擎而言过长。</translation>
    </message>
    <message>
        <source>The engine sent a message that is too long.</source>
        <translation>引擎发来的消息过长。</translation>
    </message>
    <message>
        <source>The engine met an error of its own ({0}).</source>
        <translation>引擎自身出错（{0}）。</translation>
    </message>
    <message>
        <source>Try again; the engine&apos;s log says more.</source>
        <translation>请再试一次；详情见引擎日志。</translation>
    </message>
    <message>
        <source>llama.cpp could not evaluate the text (code {0}).</source>
        <translation>llama.cpp 无法处理文本（代码 {0}）。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, load the model anew.</source>
        <translation>请再试一次；如果再次发生，请重新加载模型。</translation>
    </message>
    <message>
        <source>What models could run on here could not be found out: {why}.</source>
        <translation>无法查明这里有哪些设备可运行模型：{why}。</translation>
    </message>
    <message>
        <source>A driver of a graphics card may be damaged; `inkstone doctor` says more.</source>
        <translation>显卡驱动可能已损坏；详情见 `inkstone doctor`。</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>未加载模型。</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>请先选择模型。</translation>
    </message>
    <message>
        <source>Another model was loaded before the answer was complete.</source>
        <translation>回答尚未完成，就加载了其他模型。</translation>
    </message>
    <message>
        <source>The model was unloaded before the answer was complete.</source>
        <translation>回答尚未完成，模型已被卸载。</translation>
    </message>
    <message>
        <source>The loaded model finds texts; it cannot write.</source>
        <translation>加载的模型用于查找文本，不能写作。</translation>
    </message>
    <message>
        <source>The loaded model writes texts; it cannot find them.</source>
        <translation>加载的模型用于写作，不能查找文本。</translation>
    </message>
    <message>
        <source>Choose a chat or instruct model.</source>
        <translation>请选择聊天模型或指令模型。</translation>
    </message>
    <message>
        <source>This conversation needs {0} tokens and the model&apos;s context holds {1}, of which some are needed for the answer.</source>
        <translation>这段对话需要 {0} 个词元，模型的上下文可容纳 {1} 个，其中一部分要留给回答。</translation>
    </message>
    <message>
        <source>The context of {0} tokens is full.</source>
        <translation>{0} 个词元的上下文已满。</translation>
    </message>
    <message>
        <source>Shorten the message, start a new conversation, or choose a longer context.</source>
        <translation>请缩短消息、开始新对话，或选择更长的上下文。</translation>
    </message>
    <message>
        <source>Text {0} has {1} tokens and the model reads at most {2} at once.</source>
        <translation>文本 {0} 有 {1} 个词元，模型一次最多读取 {2} 个。</translation>
    </message>
    <message>
        <source>Cut it into shorter pieces.</source>
        <translation>请切分成较短的部分。</translation>
    </message>
    <message>
        <source>There is no text to continue.</source>
        <translation>没有可续写的文本。</translation>
    </message>
    <message>
        <source>There is nothing to answer.</source>
        <translation>没有可回答的内容。</translation>
    </message>
    <message>
        <source>Write something.</source>
        <translation>请写点内容。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>“{0}” is a folder, not a model file.</source>
        <translation>“{0}”是文件夹，不是模型文件。</translation>
    </message>
    <message>
        <source>Choose a file whose name ends in .gguf.</source>
        <translation>请选择以 .gguf 结尾的文件。</translation>
    </message>
    <message>
        <source>“{0}” is not an ordinary file.</source>
        <translation>“{0}”不是普通文件。</translation>
    </message>
    <message>
        <source>There is no such file: “{0}”.</source>
        <translation>没有此文件：“{0}”。</translation>
    </message>
    <message>
        <source>This part of a model in several files is missing: “{0}”.</source>
        <translation>缺少模型的一个分卷：“{0}”。</translation>
    </message>
    <message>
        <source>It may have been moved or deleted; choose it again.</source>
        <translation>它可能已被移动或删除；请重新选择。</translation>
    </message>
    <message>
        <source>“{0}” may not be read by you.</source>
        <translation>你无权读取“{0}”。</translation>
    </message>
    <message>
        <source>Change the file&apos;s permissions, or copy it to a folder of yours.</source>
        <translation>请更改文件权限，或把它复制到你自己的文件夹。</translation>
    </message>
    <message>
        <source>“{0}” could not be read: {why}.</source>
        <translation>无法读取“{0}”：{why}。</translation>
    </message>
    <message>
        <source>Check the disk it is on.</source>
        <translation>请检查它所在的磁盘。</translation>
    </message>
    <message>
        <source>“{0}” is not a GGUF model file.</source>
        <translation>“{0}”不是 GGUF 模型文件。</translation>
    </message>
    <message>
        <source>Choose a file in GGUF format; other formats must be converted first.</source>
        <translation>请选择 GGUF 格式的文件；其他格式须先转换。</translation>
    </message>
    <message>
        <source>“{0}” is in an old version of GGUF that is no longer read.</source>
        <translation>“{0}”采用旧版 GGUF，已不再支持读取。</translation>
    </message>
    <message>
        <source>“{0}” is in a variant of GGUF for machines of another byte order.</source>
        <translation>“{0}”采用的 GGUF 变体适用于其他字节序的机器。</translation>
    </message>
    <message>
        <source>“{0}” is in version {1} of GGUF, which is not known here.</source>
        <translation>“{0}”采用 GGUF 版本 {1}，此处尚不支持。</translation>
    </message>
    <message>
        <source>Look for a current conversion of the model.</source>
        <translation>请查找此模型较新的转换版本。</translation>
    </message>
    <message>
        <source>“{0}” is incomplete: it ends after {1} bytes but should hold at least {2}.</source>
        <translation>“{0}”不完整：只有 {1} 字节，至少应有 {2} 字节。</translation>
    </message>
    <message>
        <source>“{0}” is damaged: {why}.</source>
        <translation>“{0}”已损坏：{why}。</translation>
    </message>
    <message>
        <source>Download or copy it again.</source>
        <translation>请重新下载或复制。</translation>
    </message>
    <message>
        <source>“{0}” is an embedding model: it finds texts, it cannot write.</source>
        <translation>“{0}”是嵌入模型：用于查找文本，不能写作。</translation>
    </message>
    <message>
        <source>“{0}” is an adapter for another model, not a model.</source>
        <translation>“{0}”是另一个模型的适配器，不是模型。</translation>
    </message>
    <message>
        <source>Choose the model that it was made for.</source>
        <translation>请选择它所适用的模型。</translation>
    </message>
    <message>
        <source>“{0}” is the image part of a model, not a model that writes.</source>
        <translation>“{0}”是模型的图像部分，不是能写作的模型。</translation>
    </message>
    <message>
        <source>Choose the other file of the same model.</source>
        <translation>请选择同一模型的另一个文件。</translation>
    </message>
    <message>
        <source>“{0}” holds only a vocabulary and no weights.</source>
        <translation>“{0}”只有词表，没有权重。</translation>
    </message>
    <message>
        <source>Choose the file of the model itself.</source>
        <translation>请选择模型本身的文件。</translation>
    </message>
    <message>
        <source>“{0}” does not say what kind of model it is.</source>
        <translation>“{0}”没有说明是哪种模型。</translation>
    </message>
    <message>
        <source>Download it again, or choose another conversion of the model.</source>
        <translation>请重新下载，或选择此模型的其他转换版本。</translation>
    </message>
    <message>
        <source>“{0}” has no vocabulary, so no text can be read or written with it.</source>
        <translation>“{0}”没有词表，无法用它读写文本。</translation>
    </message>
    <message>
        <source>Choose another conversion of the model.</source>
        <translation>请选择此模型的其他转换版本。</translation>
    </message>
    <message>
        <source>“{0}” is damaged: its vocabulary holds an empty entry.</source>
        <translation>“{0}”已损坏：其词表中有空条目。</translation>
    </message>
    <message>
        <source>“{0}” is a model that translates whole texts; it cannot chat.</source>
        <translation>“{0}”是翻译整篇文本的模型，不能聊天。</translation>
    </message>
    <message>
        <source>“{0}” has the architecture “{1}”, which this version cannot run.</source>
        <translation>“{0}”的架构是“{1}”，此版本无法运行。</translation>
    </message>
    <message>
        <source>Update the application, or choose another model.</source>
        <translation>请更新应用程序，或选择其他模型。</translation>
    </message>
    <message>
        <source>“{0}” uses a tokeniser that this version does not know.</source>
        <translation>“{0}”使用此版本不支持的分词器。</translation>
    </message>
    <message>
        <source>Update the application, or choose another conversion of the model.</source>
        <translation>请更新应用程序，或选择此模型的其他转换版本。</translation>
    </message>
    <message>
        <source>“{0}” is damaged or incomplete: something it needs is missing.</source>
        <translation>“{0}”已损坏或不完整：缺少必需的内容。</translation>
    </message>
    <message>
        <source>“{0}” could not be loaded.</source>
        <translation>无法加载“{0}”。</translation>
    </message>
    <message>
        <source>“{0}” could not be loaded: {1}.</source>
        <translation>无法加载“{0}”：{1}。</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>请选择其他模型。</translation>
    </message>
    <message>
        <source>The model has no chat template; a simple one takes its place.</source>
        <translation>模型没有聊天模板；以简单的模板代替。</translation>
    </message>
    <message>
        <source>The model&apos;s chat template cannot be used ({0}); a simple one takes its place.</source>
        <translation>无法使用模型的聊天模板（{0}）；以简单的模板代替。</translation>
    </message>
    <message>
        <source>“{0}” needs {1} of memory; this machine has {2}.</source>
        <translation>“{0}”需要 {1} 内存；这台机器有 {2}。</translation>
    </message>
    <message>
        <source>Choose a smaller model, or a smaller quantisation of this one.</source>
        <translation>请选择较小的模型，或此模型较小的量化版本。</translation>
    </message>
    <message>
        <source>A context of {0} tokens needs {1} of memory for “{2}”; this machine has {3}.</source>
        <translation>对于“{2}”，{0} 个词元的上下文需要 {1} 内存；这台机器有 {3}。</translation>
    </message>
    <message>
        <source>Choose a shorter context.</source>
        <translation>请选择较短的上下文。</translation>
    </message>
    <message>
        <source>There was not enough memory for “{0}” ({1} GB).</source>
        <translation>内存不足，无法加载“{0}”（{1} GB）。</translation>
    </message>
    <message>
        <source>Choose a shorter context or a smaller model, or close other programs.</source>
        <translation>请选择较短的上下文或较小的模型，或关闭其他程序。</translation>
    </message>
    <message>
        <source>The draft model “{0}” could not be loaded.</source>
        <translation>无法加载草稿模型“{0}”。</translation>
    </message>
    <message>
        <source>Choose another draft model, or none.</source>
        <translation>请选择其他草稿模型，或不使用。</translation>
    </message>
    <message>
        <source>“{0}” cannot draft for this model: its vocabulary is another one.</source>
        <translation>“{0}”不能为此模型打草稿：两者词表不同。</translation>
    </message>
    <message>
        <source>Choose a smaller model of the same family, or none.</source>
        <translation>请选择同一系列的较小模型，或不使用。</translation>
    </message>
    <message>
        <source>There was not enough memory for the draft model “{0}”.</source>
        <translation>内存不足，无法加载草稿模型“{0}”。</translation>
    </message>
    <message>
        <source>Choose a smaller draft model, or none.</source>
        <translation>请选择较小的草稿模型，或不使用。</translation>
    </message>
    <message>
        <source>The strength of the adapter “{0}” is not a number.</source>
        <translation>适配器“{0}”的强度不是数字。</translation>
    </message>
    <message>
        <source>Set it between 0 and 1 in the settings.</source>
        <translation>请在设置中设为 0 到 1 之间。</translation>
    </message>
    <message>
        <source>“{0}” is a model of its own, not an adapter for another one.</source>
        <translation>“{0}”本身就是模型，不是其他模型的适配器。</translation>
    </message>
    <message>
        <source>Open it as a model, or choose a LoRA adapter in GGUF format.</source>
        <translation>请把它作为模型打开，或选择 GGUF 格式的 LoRA 适配器。</translation>
    </message>
    <message>
        <source>“{0}” is not a LoRA adapter; other kinds cannot be used.</source>
        <translation>“{0}”不是 LoRA 适配器；无法使用其他种类。</translation>
    </message>
    <message>
        <source>Choose a LoRA adapter in GGUF format.</source>
        <translation>请选择 GGUF 格式的 LoRA 适配器。</translation>
    </message>
    <message>
        <source>“{0}” is an adapter for models of the kind “{1}”, this model is “{2}”.</source>
        <translation>“{0}”是用于“{1}”类模型的适配器，此模型是“{2}”。</translation>
    </message>
    <message>
        <source>Choose an adapter that was made for this model.</source>
        <translation>请选择适用于此模型的适配器。</translation>
    </message>
    <message>
        <source>The adapter “{0}” is damaged: its strength is no number.</source>
        <translation>适配器“{0}”已损坏：其强度不是数字。</translation>
    </message>
    <message>
        <source>The adapter “{0}” is damaged or of a kind that is not known.</source>
        <translation>适配器“{0}”已损坏，或种类未知。</translation>
    </message>
    <message>
        <source>Download or convert it again.</source>
        <translation>请重新下载或转换。</translation>
    </message>
    <message>
        <source>The adapter “{0}” does not fit this model: it was made for another size or version.</source>
        <translation>适配器“{0}”与此模型不匹配：它适用于其他规模或版本。</translation>
    </message>
    <message>
        <source>There was not enough memory for the adapter “{0}”.</source>
        <translation>内存不足，无法加载适配器“{0}”。</translation>
    </message>
    <message>
        <source>Choose a shorter context, or do without the adapter.</source>
        <translation>请选择较短的上下文，或不使用适配器。</translation>
    </message>
    <message>
        <source>Layers on a GPU were asked for, but no GPU was found: the processor is used.</source>
        <translation>设定了 GPU 上的层数，但未找到 GPU：使用处理器。</translation>
    </message>
    <message>
        <source>The processor alone, as you set it.</source>
        <translation>按你的设定，只用处理器。</translation>
    </message>
    <message>
        <source>{0} of {1} layers on {2}, as you set it.</source>
        <translation>按你的设定，{0} / {1} 层在 {2} 上。</translation>
    </message>
    <message>
        <source>All {0} layers on {1}.</source>
        <translation>全部 {0} 层都在 {1} 上。</translation>
    </message>
    <message>
        <source>{0} is a driver that computes on the processor: it is not used.</source>
        <translation>{0} 是在处理器上计算的驱动：不使用。</translation>
    </message>
    <message>
        <source>{0} of {1} layers on {2}: its free memory of {3} holds no more, the processor computes the others.</source>
        <translation>{0} / {1} 层在 {2} 上：其 {3} 空闲内存容不下更多，其余由处理器计算。</translation>
    </message>
    <message>
        <source>{0} has too little free memory ({1}): the processor is used.</source>
        <translation>{0} 的空闲内存太少（{1}）：使用处理器。</translation>
    </message>
    <message>
        <source>Context of {0} tokens as you set it.</source>
        <translation>按你的设定，上下文 {0} 个词元。</translation>
    </message>
    <message>
        <source>Context of {0} tokens as you set it, more than the {1} it was trained for.</source>
        <translation>按你的设定，上下文 {0} 个词元，超过训练时的 {1} 个。</translation>
    </message>
    <message>
        <source>Context of {0} tokens, all the model was trained for.</source>
        <translation>上下文 {0} 个词元，即模型训练时的全长。</translation>
    </message>
    <message>
        <source>Context of {0} tokens: the free memory of {place} holds no more beside the model.</source>
        <translation>上下文 {0} 个词元：除模型外，空闲内存容不下更多（{place}）。</translation>
    </message>
    <message>
        <source>Context of {0} tokens to save memory; the model was trained for {1}.</source>
        <translation>为节省内存，上下文 {0} 个词元；模型训练时为 {1} 个。</translation>
    </message>
    <message>
        <source>Reads texts of up to {0} tokens.</source>
        <translation>可读取最长 {0} 个词元的文本。</translation>
    </message>
    <message>
        <source>The KV cache stays f16: q8_0 needs flash attention, which is off.</source>
        <translation>KV 缓存保持 f16：q8_0 需要 Flash Attention，而它已关闭。</translation>
    </message>
    <message>
        <source>The KV cache stays f16: this model&apos;s cannot be q8_0.</source>
        <translation>KV 缓存保持 f16：此模型的缓存不能用 q8_0。</translation>
    </message>
    <message>
        <source>The KV cache is q8_0, which takes half the memory of f16.</source>
        <translation>KV 缓存为 q8_0，占用的内存是 f16 的一半。</translation>
    </message>
    <message>
        <source>{0} thread as you set it.</source>
        <translation>按你的设定，{0} 个线程。</translation>
    </message>
    <message>
        <source>{0} threads as you set it.</source>
        <translation>按你的设定，{0} 个线程。</translation>
    </message>
    <message>
        <source>{0} thread: one core is left to the window.</source>
        <translation>{0} 个线程：留一个核心给窗口。</translation>
    </message>
    <message>
        <source>{0} threads: one core is left to the window.</source>
        <translation>{0} 个线程：留一个核心给窗口。</translation>
    </message>
    <message>
        <source>{0} thread, one for each core.</source>
        <translation>{0} 个线程，每个核心一个。</translation>
    </message>
    <message>
        <source>{0} threads, one for each core.</source>
        <translation>{0} 个线程，每个核心一个。</translation>
    </message>
    <message>
        <source>The model is larger than the free memory of {0}: close other programs if it is slow.</source>
        <translation>模型大于 {0} 的空闲内存：如果很慢，请关闭其他程序。</translation>
    </message>
    <message>
        <source>The GPU is not in use: this llama.cpp found none that it can use, the processor works.</source>
        <translation>未使用 GPU：此 llama.cpp 没有找到可用的 GPU，由处理器计算。</translation>
    </message>
    <message>
        <source>Only {0} of the {1} layers that were meant for the GPU are on it.</source>
        <translation>原定在 GPU 上的 {1} 层中，只有 {0} 层在其上。</translation>
    </message>
    <message>
        <source>The weights are on the GPU, but the memory of the conversation is not: it is slow.</source>
        <translation>权重在 GPU 上，但对话的内存不在：速度较慢。</translation>
    </message>
    <message>
        <source>the comparison</source>
        <translation>文档比较</translation>
    </message>
    <message>
        <source>the summary of “{0}”</source>
        <translation>“{0}”的摘要</translation>
    </message>
    <message>
        <source>a list of notes on “{0}”</source>
        <translation>“{0}”的笔记列表</translation>
    </message>
    <message>
        <source>section {0} of “{1}”</source>
        <translation>“{1}”的第 {0} 节</translation>
    </message>
    <message>
        <source>section {0} ({1}) of “{2}”</source>
        <translation>“{2}”的第 {0} 节（{1}）</translation>
    </message>
    <message>
        <source>it announces more metadata than it can hold</source>
        <translation>声明的元数据多于可容纳的数量</translation>
    </message>
    <message>
        <source>it announces more tensors than it can hold</source>
        <translation>声明的张量多于可容纳的数量</translation>
    </message>
    <message>
        <source>its alignment is impossible</source>
        <translation>对齐方式不可能成立</translation>
    </message>
    <message>
        <source>it holds metadata of the unknown type {0}</source>
        <translation>含有未知类型 {0} 的元数据</translation>
    </message>
    <message>
        <source>it holds a list of the unknown type {0}</source>
        <translation>含有未知类型 {0} 的列表</translation>
    </message>
    <message>
        <source>it announces a list longer than the file</source>
        <translation>声明的列表比文件还长</translation>
    </message>
    <message>
        <source>it holds a text longer than the file</source>
        <translation>含有比文件还长的文本</translation>
    </message>
    <message>
        <source>a tensor has too many dimensions</source>
        <translation>有一个张量维数过多</translation>
    </message>
    <message>
        <source>a tensor is impossibly large</source>
        <translation>有一个张量大得不可能</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>这台机器</translation>
    </message>
    <message>
        <source>it ended with code {0}</source>
        <translation>以代码 {0} 退出</translation>
    </message>
    <message>
        <source>it said nothing for {0} seconds</source>
        <translation>{0} 秒没有响应</translation>
    </message>
    <message>
        <source>it did not answer within {0} seconds</source>
        <translation>{0} 秒内没有应答</translation>
    </message>
    <message>
        <source>a message of {0} bytes is too long</source>
        <translation>{0} 字节的消息过长</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>原因未知</translation>
    </message>
    <message>
        <source>the system refuses</source>
        <translation>系统拒绝</translation>
    </message>
    <message>
        <source>line {0} is not UTF-8 text</source>
        <translation>第 {0} 行不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>line {0}, {why}</source>
        <translation>第 {0} 行，{why}</translation>
    </message>
    <message>
        <source>it cannot be read ({why})</source>
        <translation>无法读取（{why}）</translation>
    </message>
    <message>
        <source>it is not TOML: {0}</source>
        <translation>不是 TOML：{0}</translation>
    </message>
    <message>
        <source>{why}; allowed is {0}</source>
        <translation>{why}；允许的是 {0}</translation>
    </message>
    <message>
        <source>&quot;{0}&quot;: {1} is not known</source>
        <translation>“{0}”：{1} 无法识别</translation>
    </message>
    <message>
        <source>&quot;{0}&quot;: expected {1}, got {2}</source>
        <translation>“{0}”：应为 {1}，却是 {2}</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; is {1}, allowed is {2} to {3}</source>
        <translation>“{0}”为 {1}，允许的是 {2} 到 {3}</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许的操作</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有此文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>只读文件系统</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符号链接层数过多</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>Resource temporarily unavailable</source>
        <translation>资源暂时不可用</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>设备或资源忙</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>没有此设备</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>没有此设备或地址</translation>
    </message>
    <message>
        <source>Exec format error</source>
        <translation>可执行文件格式错误</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>无效的参数</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>文件句柄已失效</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>主机已关闭</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>传输端点未连接</translation>
    </message>
    <message>
        <source>There is no conversation {0}.</source>
        <translation>没有对话 {0}。</translation>
    </message>
    <message>
        <source>There is no message {0}.</source>
        <translation>没有消息 {0}。</translation>
    </message>
    <message>
        <source>Message {0} is in another conversation.</source>
        <translation>消息 {0} 属于另一个对话。</translation>
    </message>
    <message>
        <source>There is no summary {0}.</source>
        <translation>没有摘要 {0}。</translation>
    </message>
    <message>
        <source>There is nothing with this number.</source>
        <translation>没有此编号的内容。</translation>
    </message>
    <message>
        <source>This conversation or message is no longer there.</source>
        <translation>此对话或消息已不存在。</translation>
    </message>
    <message>
        <source>This collection is no longer there.</source>
        <translation>此合集已不存在。</translation>
    </message>
    <message>
        <source>This template is no longer there.</source>
        <translation>此模板已不存在。</translation>
    </message>
    <message>
        <source>Keep it as a new one.</source>
        <translation>请存为新模板。</translation>
    </message>
    <message>
        <source>Another template is already called “{0}”.</source>
        <translation>已有另一个模板名为“{0}”。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Only templates that came with Inkstone can be reset.</source>
        <translation>只有 Inkstone 自带的模板可以重置。</translation>
    </message>
    <message>
        <source>This document is no longer there.</source>
        <translation>此文档已不存在。</translation>
    </message>
    <message>
        <source>This document is no longer kept.</source>
        <translation>此文档已不再保存。</translation>
    </message>
    <message>
        <source>What was kept of this document cannot be read.</source>
        <translation>无法读取此文档保存的内容。</translation>
    </message>
    <message>
        <source>Add it again.</source>
        <translation>请重新添加。</translation>
    </message>
    <message>
        <source>The conversations cannot be changed: {0} or its folder is read-only.</source>
        <translation>无法更改对话：{0} 或其文件夹为只读。</translation>
    </message>
    <message>
        <source>Give yourself the right to write there, or set INKSTONE_HOME to another folder.</source>
        <translation>请为自己授予该处的写入权限，或将 INKSTONE_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>Another program keeps the conversations locked ({0}). Nothing was changed.</source>
        <translation>另一个程序锁定了对话（{0}）。未作任何更改。</translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation>请关闭那个程序，然后再试一次。</translation>
    </message>
    <message>
        <source>The file with the conversations is damaged: {0}. It was left as it is.</source>
        <translation>存放对话的文件已损坏：{0}。文件保持原样。</translation>
    </message>
    <message>
        <source>Start again to see whether a backup can replace it.</source>
        <translation>请重新启动，看能否用备份替换。</translation>
    </message>
    <message>
        <source>The backup of {0} can take its place; the damaged file is then kept beside it.</source>
        <translation>可以用 {0} 的备份代替；损坏的文件会保留在旁边。</translation>
    </message>
    <message>
        <source>There is no backup. The file can be set aside to begin with an empty one.</source>
        <translation>没有备份。可以把该文件移到一旁，从空文件开始。</translation>
    </message>
    <message>
        <source>There is no database to set aside: {0}.</source>
        <translation>没有可移到一旁的数据库：{0}。</translation>
    </message>
    <message>
        <source>The conversations were written by a newer version of Inkstone (data version {0}). The file was not changed: {1}.</source>
        <translation>对话由较新版本的 Inkstone 写入（数据版本 {0}）。文件未作更改：{1}。</translation>
    </message>
    <message>
        <source>Update Inkstone, or set INKSTONE_HOME to another folder.</source>
        <translation>请更新 Inkstone，或将 INKSTONE_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>The disk has no room for the conversations in {0}. What was saved before is still there; the last change was not saved.</source>
        <translation>磁盘空间不足，无法在 {0} 保存对话。之前保存的内容仍在；最后的更改未保存。</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>请释放一些空间，然后再试一次。</translation>
    </message>
    <message>
        <source>{0} is a database of another program. It was not changed.</source>
        <translation>{0} 是其他程序的数据库。未作更改。</translation>
    </message>
    <message>
        <source>Move it away, or set INKSTONE_HOME to another folder.</source>
        <translation>请将其移走，或将 INKSTONE_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>{0} is a folder; the conversations need a file there.</source>
        <translation>{0} 是文件夹；该处需要一个文件来存放对话。</translation>
    </message>
    <message>
        <source>The file with the conversations cannot be opened: {0}.</source>
        <translation>无法打开存放对话的文件：{0}。</translation>
    </message>
    <message>
        <source>Check that its folder exists and belongs to you.</source>
        <translation>请确认其文件夹存在且属于你。</translation>
    </message>
    <message>
        <source>The conversations in {0} cannot be reached: {why}.</source>
        <translation>无法访问 {0} 中的对话：{why}。</translation>
    </message>
    <message>
        <source>“{0}” belongs to a model that can see, and is no model itself.</source>
        <translation>“{0}”属于一个能看图的模型，本身不是模型。</translation>
    </message>
    <message>
        <source>Choose the model; this file is found beside it.</source>
        <translation>请选择模型本身；这个文件放在旁边就会被找到。</translation>
    </message>
    <message>
        <source>“{0}” belongs to {1} and was not moved.</source>
        <translation>“{0}”属于 {1}，没有移动。</translation>
    </message>
    <message>
        <source>Copy it, use it where it lies, or move it with {0}.</source>
        <translation>请复制它、在原处使用，或用 {0} 移动它。</translation>
    </message>
    <message>
        <source>There is another file called “{0}” in {1}.</source>
        <translation>{1} 里有另一个名为“{0}”的文件。</translation>
    </message>
    <message>
        <source>Rename one of the two, then try again.</source>
        <translation>请把其中一个改名，然后重试。</translation>
    </message>
    <message>
        <source>There is no room for the copy: it needs {0} bytes, {1} are free in {2}.</source>
        <translation>放不下副本：需要 {0} 字节，{2} 里还剩 {1} 字节。</translation>
    </message>
    <message>
        <source>Free some space, or use the model where it lies.</source>
        <translation>请腾出空间，或在原处使用这个模型。</translation>
    </message>
    <message>
        <source>The copy of “{0}” is not what was copied; it was removed.</source>
        <translation>“{0}”的副本与原文件不同，已经移除。</translation>
    </message>
    <message>
        <source>Check the disk, then try again.</source>
        <translation>请检查磁盘，然后再试一次。</translation>
    </message>
    <message>
        <source>“{0}” was not copied: the disk is full.</source>
        <translation>“{0}”没有复制：硬盘已满。</translation>
    </message>
    <message>
        <source>“{0}” was not copied: {why}.</source>
        <translation>“{0}”没有复制：{why}。</translation>
    </message>
    <message>
        <source>Check the rights of the folder, or use the model where it lies.</source>
        <translation>请检查文件夹的权限，或在原处使用这个模型。</translation>
    </message>
    <message>
        <source>What is known of models was written by a newer version of Inkstone and is not changed.</source>
        <translation>关于模型的记录由更新版本的 Inkstone 写成，不作更改。</translation>
    </message>
    <message>
        <source>Use the newer version.</source>
        <translation>请使用更新的版本。</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>请腾出空间。</translation>
    </message>
    <message>
        <source>What was noted of the model was not kept: {why}.</source>
        <translation>关于模型的记录没有保存：{why}。</translation>
    </message>
    <message>
        <source>Check the rights of Inkstone&apos;s data folder.</source>
        <translation>请检查 Inkstone 数据文件夹的权限。</translation>
    </message>
    <message>
        <source>{0} could not be read to its end: {why}.</source>
        <translation>无法把 {0} 读到末尾：{why}。</translation>
    </message>
    <message>
        <source>The disk may be damaged, or the file was moved.</source>
        <translation>可能硬盘已损坏，或文件被移走了。</translation>
    </message>
    <message>
        <source>{0} cannot be brought back: its place is taken.</source>
        <translation>无法恢复 {0}：它的位置已被占用。</translation>
    </message>
    <message>
        <source>It still lies in the trash of this computer.</source>
        <translation>它还在这台电脑的回收站里。</translation>
    </message>
    <message>
        <source>{0} could not be brought back from the trash: {why}.</source>
        <translation>无法从回收站恢复 {0}：{why}。</translation>
    </message>
    <message>
        <source>It can be taken out with the file manager.</source>
        <translation>可以用文件管理器把它取出来。</translation>
    </message>
    <message>
        <source>{0} could not be moved to the trash: {why}. Nothing was deleted.</source>
        <translation>无法把 {0} 移到回收站：{why}。什么都没有删除。</translation>
    </message>
    <message>
        <source>Open its folder to delete it for good.</source>
        <translation>打开它所在的文件夹来彻底删除它。</translation>
    </message>
    <message>
        <source>The disk could not read the conversations ({0}).</source>
        <translation>磁盘无法读取对话（{0}）。</translation>
    </message>
    <message>
        <source>Check the disk or the connection to it, then start again.</source>
        <translation>请检查磁盘或其连接，然后重新启动。</translation>
    </message>
    <message>
        <source>The database refused the request: {0}.</source>
        <translation>数据库拒绝了请求：{0}。</translation>
    </message>
    <message>
        <source>The log holds the details.</source>
        <translation>详情见日志。</translation>
    </message>
    <message>
        <source>The database is closed while its file is replaced.</source>
        <translation>正在替换文件，数据库已关闭。</translation>
    </message>
    <message>
        <source>The database is not open.</source>
        <translation>数据库未打开。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后再试。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请再试一次。</translation>
    </message>
    <message>
        <source>The conversations could not be brought up to this version of Inkstone; they were left as they were.</source>
        <translation>无法将对话更新到此版本的 Inkstone；对话保持原样。</translation>
    </message>
    <message>
        <source>The conversations could not be brought up to this version of Inkstone; they were left as they were. A copy from before is in {0}.</source>
        <translation>无法将对话更新到此版本的 Inkstone；对话保持原样。更新前的副本在 {0}。</translation>
    </message>
    <message>
        <source>Keep using the version you had, and report this with the log.</source>
        <translation>请继续使用原来的版本，并附上日志报告此问题。</translation>
    </message>
    <message>
        <source>The settings file {0} was not used and not changed: {why}.</source>
        <translation>设置文件 {0} 未被使用，也未更改：{why}。</translation>
    </message>
    <message>
        <source>Mend the file or rename it, then start again.</source>
        <translation>请修复或重命名该文件，然后重新启动。</translation>
    </message>
    <message>
        <source>The settings were not saved: a path in them is not valid text.</source>
        <translation>设置未保存：其中有一个路径不是有效的文本。</translation>
    </message>
    <message>
        <source>Rename the folder or file to a readable name.</source>
        <translation>请把文件夹或文件改为可读的名称。</translation>
    </message>
    <message>
        <source>The settings could not be saved in {0} ({why}). The file is as it was.</source>
        <translation>无法将设置保存到 {0}（{why}）。文件保持原样。</translation>
    </message>
    <message>
        <source>Check who may write there.</source>
        <translation>请检查该处的写入权限。</translation>
    </message>
    <message>
        <source>The grammar cannot be used: {why}.</source>
        <translation>无法使用该语法：{why}。</translation>
    </message>
    <message>
        <source>The JSON schema cannot be used: {why}.</source>
        <translation>无法使用该 JSON 模式：{why}。</translation>
    </message>
    <message>
        <source>The answer broke off: the grammar allows nothing that this model can write here.</source>
        <translation>回答中断：语法在此处不允许该模型能写出的任何内容。</translation>
    </message>
    <message>
        <source>Mend the grammar or use another model.</source>
        <translation>请修正语法，或换用其他模型。</translation>
    </message>
    <message>
        <source>An answer can follow a grammar or a JSON schema, not both.</source>
        <translation>回答只能遵循语法或 JSON 模式之一，不能同时使用。</translation>
    </message>
    <message>
        <source>Leave one of them out.</source>
        <translation>请去掉其中一个。</translation>
    </message>
    <message>
        <source>The grammar can be followed in too many ways at once.</source>
        <translation>该语法在同一处有太多种走法。</translation>
    </message>
    <message>
        <source>Make its rules begin with different characters.</source>
        <translation>请让各规则以不同的字符开头。</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>it has no rule “root”</source>
        <translation>没有规则“root”</translation>
    </message>
    <message>
        <source>no text that follows it ever ends</source>
        <translation>符合它的文本永远不会结束</translation>
    </message>
    <message>
        <source>it holds a character of value 0</source>
        <translation>含有值为 0 的字符</translation>
    </message>
    <message>
        <source>it is not valid Unicode text</source>
        <translation>不是有效的 Unicode 文本</translation>
    </message>
    <message>
        <source>line {0}: {why}</source>
        <translation>第 {0} 行：{why}</translation>
    </message>
    <message>
        <source>a rule&apos;s name is missing</source>
        <translation>缺少规则名</translation>
    </message>
    <message>
        <source>a number is missing</source>
        <translation>缺少数字</translation>
    </message>
    <message>
        <source>a number is too large</source>
        <translation>数字太大</translation>
    </message>
    <message>
        <source>“{0}” was not expected</source>
        <translation>此处不应出现“{0}”</translation>
    </message>
    <message>
        <source>parentheses are nested too deep</source>
        <translation>括号嵌套太深</translation>
    </message>
    <message>
        <source>single tokens (“&lt;…&gt;” or “!”) cannot be named</source>
        <translation>不能指定单个词元（“&lt;…&gt;”、“!”）</translation>
    </message>
    <message>
        <source>a range of characters ends before it begins</source>
        <translation>字符范围的终点在起点之前</translation>
    </message>
    <message>
        <source>the grammar ends inside quotes or brackets</source>
        <translation>语法在引号或括号内结束</translation>
    </message>
    <message>
        <source>“\{0}” needs {1} hexadecimal digits</source>
        <translation>“\{0}”需要 {1} 位十六进制数字</translation>
    </message>
    <message>
        <source>there is no character {0}</source>
        <translation>没有字符 {0}</translation>
    </message>
    <message>
        <source>“\{0}” is not known</source>
        <translation>未知的“\{0}”</translation>
    </message>
    <message>
        <source>more than {0} repetitions are too many</source>
        <translation>重复不能超过 {0} 次</translation>
    </message>
    <message>
        <source>a repetition ends before it begins</source>
        <translation>重复次数的上限小于下限</translation>
    </message>
    <message>
        <source>there is nothing to repeat</source>
        <translation>没有可重复的内容</translation>
    </message>
    <message>
        <source>its repetitions make it too large</source>
        <translation>重复使它过大</translation>
    </message>
    <message>
        <source>there is no rule “{0}”</source>
        <translation>没有规则“{0}”</translation>
    </message>
    <message>
        <source>it is not JSON ({0})</source>
        <translation>不是 JSON（{0}）</translation>
    </message>
    <message>
        <source>it is nested too deep</source>
        <translation>嵌套太深</translation>
    </message>
    <message>
        <source>a part of it allows nothing</source>
        <translation>其中一部分不允许任何值</translation>
    </message>
    <message>
        <source>{0} is not a schema</source>
        <translation>{0} 不是模式</translation>
    </message>
    <message>
        <source>“{0}” is not supported</source>
        <translation>不支持“{0}”</translation>
    </message>
    <message>
        <source>{0} is not a type</source>
        <translation>{0} 不是类型</translation>
    </message>
    <message>
        <source>“{0}” is not a type</source>
        <translation>“{0}”不是类型</translation>
    </message>
    <message>
        <source>“a list or object” is not a type</source>
        <translation>列表或对象不是类型</translation>
    </message>
    <message>
        <source>a choice in it is empty</source>
        <translation>其中有一个选项为空</translation>
    </message>
    <message>
        <source>{0} lies outside of it; only “#/…” can be referred to</source>
        <translation>{0} 在它之外；只能引用“#/…”</translation>
    </message>
    <message>
        <source>{0} leads nowhere</source>
        <translation>{0} 没有指向任何内容</translation>
    </message>
    <message>
        <source>{0} cannot be part of “allOf”</source>
        <translation>{0} 不能是“allOf”的一部分</translation>
    </message>
    <message>
        <source>a reference in it leads to itself</source>
        <translation>其中一个引用指向自身</translation>
    </message>
    <message>
        <source>“const” and “enum” cannot be combined with other conditions</source>
        <translation>“const”和“enum”不能与其他条件同用</translation>
    </message>
    <message>
        <source>“properties” and “required” are not what they should be</source>
        <translation>“properties”和“required”的写法不对</translation>
    </message>
    <message>
        <source>no array has as many items as it wants</source>
        <translation>没有数组能有它要求的项数</translation>
    </message>
    <message>
        <source>“format” cannot be combined with a length</source>
        <translation>“format”不能与长度同用</translation>
    </message>
    <message>
        <source>“enum” is not a list</source>
        <translation>“enum”不是列表</translation>
    </message>
    <message>
        <source>“required” is not a list</source>
        <translation>“required”不是列表</translation>
    </message>
    <message>
        <source>“prefixItems” is not a list</source>
        <translation>“prefixItems”不是列表</translation>
    </message>
    <message>
        <source>“{0}” is not a list</source>
        <translation>“{0}”不是列表</translation>
    </message>
    <message>
        <source>“{0}” cannot be combined with “{1}”</source>
        <translation>“{0}”不能与“{1}”同用</translation>
    </message>
    <message>
        <source>“allOf” cannot join objects that allow no additional properties</source>
        <translation>“allOf”不能合并不允许其他属性的对象</translation>
    </message>
    <message>
        <source>“allOf” has different conditions for “{0}”</source>
        <translation>“allOf”对“{0}”有不同的条件</translation>
    </message>
    <message>
        <source>“{0}” is not a whole number</source>
        <translation>“{0}”不是整数</translation>
    </message>
    <message>
        <source>“minItems” is more than {0}</source>
        <translation>“minItems”大于 {0}</translation>
    </message>
    <message>
        <source>“minLength” is more than {0}</source>
        <translation>“minLength”大于 {0}</translation>
    </message>
    <message>
        <source>“maxItems” is less than “minItems”</source>
        <translation>“maxItems”小于“minItems”</translation>
    </message>
    <message>
        <source>“maxItems” is less than “minLength”</source>
        <translation>“maxItems”小于“minLength”</translation>
    </message>
    <message>
        <source>“maxLength” is less than “minItems”</source>
        <translation>“maxLength”小于“minItems”</translation>
    </message>
    <message>
        <source>“maxLength” is less than “minLength”</source>
        <translation>“maxLength”小于“minLength”</translation>
    </message>
    <message>
        <source>The prompt is empty.</source>
        <translation>提示词为空。</translation>
    </message>
    <message>
        <source>Fill in the template first.</source>
        <translation>请先填写模板。</translation>
    </message>
    <message>
        <source>“{0}” is not filled in.</source>
        <translation>“{0}”没有填写。</translation>
    </message>
    <message>
        <source>Fill it in, then try again.</source>
        <translation>请填写后再试。</translation>
    </message>
    <message>
        <source>“{0}” cannot be used: {why}.</source>
        <translation>“{0}”无法使用：{why}。</translation>
    </message>
    <message>
        <source>Change it, then try again.</source>
        <translation>请修改后再试。</translation>
    </message>
    <message>
        <source>The template has no variable “{0}”.</source>
        <translation>模板没有变量“{0}”。</translation>
    </message>
    <message>
        <source>It has: {0}.</source>
        <translation>它有：{0}。</translation>
    </message>
    <message>
        <source>It has none.</source>
        <translation>它没有变量。</translation>
    </message>
    <message>
        <source>The template cannot be used (line {0} of “{1}”): {why}.</source>
        <translation>无法使用该模板（“{1}”第 {0} 行）：{why}。</translation>
    </message>
    <message>
        <source>The template cannot be used (“{0}”): {why}.</source>
        <translation>无法使用该模板（“{0}”）：{why}。</translation>
    </message>
    <message>
        <source>Mend it, then try again.</source>
        <translation>请修正后再试。</translation>
    </message>
    <message>
        <source>There is no file “{0}”.</source>
        <translation>没有文件“{0}”。</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>请选择一个文件。</translation>
    </message>
    <message>
        <source>“{0}” is too long for a file of templates.</source>
        <translation>“{0}”作为模板文件太长。</translation>
    </message>
    <message>
        <source>“{0}” was not used (line {1}): {why}.</source>
        <translation>未使用“{0}”（第 {1} 行）：{why}。</translation>
    </message>
    <message>
        <source>Mend the file, then try again.</source>
        <translation>请修正文件后再试。</translation>
    </message>
    <message>
        <source>The templates hold characters that no file can hold.</source>
        <translation>模板含有文件无法保存的字符。</translation>
    </message>
    <message>
        <source>Remove them.</source>
        <translation>请删除这些字符。</translation>
    </message>
    <message>
        <source>“{0}” could not be written ({why}).</source>
        <translation>无法写入“{0}”（{why}）。</translation>
    </message>
    <message>
        <source>it has more than {0} characters</source>
        <translation>超过 {0} 个字符</translation>
    </message>
    <message>
        <source>it has more than {0} variables</source>
        <translation>超过 {0} 个变量</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>内容为空</translation>
    </message>
    <message>
        <source>it is not JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>its blocks are nested too deep</source>
        <translation>区块嵌套太深</translation>
    </message>
    <message>
        <source>the block “{0}” has no end</source>
        <translation>区块“{0}”没有结束</translation>
    </message>
    <message>
        <source>the block “{0}” ends and did not begin</source>
        <translation>区块“{0}”没有开始就结束了</translation>
    </message>
    <message>
        <source>“{{” has no “}}”</source>
        <translation>“{{”没有对应的“}}”</translation>
    </message>
    <message>
        <source>“{0}” is no variable</source>
        <translation>“{0}”不是变量</translation>
    </message>
    <message>
        <source>“{0}” is no name of a variable</source>
        <translation>“{0}”不能作变量名</translation>
    </message>
    <message>
        <source>“{0}” is no type of a variable</source>
        <translation>“{0}”不是变量类型</translation>
    </message>
    <message>
        <source>“{0}” has nothing to choose from</source>
        <translation>“{0}”没有可选项</translation>
    </message>
    <message>
        <source>“{0}” means nothing for the type “{1}”</source>
        <translation>“{0}”对类型“{1}”没有意义</translation>
    </message>
    <message>
        <source>“({0})” is no smallest and largest number</source>
        <translation>“({0})”不是最小值和最大值</translation>
    </message>
    <message>
        <source>“{0}” has another type than before</source>
        <translation>“{0}”的类型与前面不同</translation>
    </message>
    <message>
        <source>“{0}” has another default than before</source>
        <translation>“{0}”的默认值与前面不同</translation>
    </message>
    <message>
        <source>the default of “{0}”: {why}</source>
        <translation>“{0}”的默认值：{why}</translation>
    </message>
    <message>
        <source>“{0}” is none of its choices</source>
        <translation>“{0}”不在可选项中</translation>
    </message>
    <message>
        <source>“{0}” has no items</source>
        <translation>“{0}”没有任何项</translation>
    </message>
    <message>
        <source>“{0}” is not a number</source>
        <translation>“{0}”不是数字</translation>
    </message>
    <message>
        <source>{0} is less than {1}</source>
        <translation>{0} 小于 {1}</translation>
    </message>
    <message>
        <source>{0} is more than {1}</source>
        <translation>{0} 大于 {1}</translation>
    </message>
    <message>
        <source>{0} is not from {1} to {2}</source>
        <translation>{0} 不在 {1} 到 {2} 之间</translation>
    </message>
    <message>
        <source>“{0}” is not lower case words joined by “-”</source>
        <translation>“{0}”不是用“-”连接的小写单词</translation>
    </message>
    <message>
        <source>there can be a grammar or a JSON schema, not both</source>
        <translation>语法和 JSON 模式只能有一个</translation>
    </message>
    <message>
        <source>there are more than {0}</source>
        <translation>超过 {0} 个</translation>
    </message>
    <message>
        <source>the system prompt has a place of its own</source>
        <translation>系统提示词另有位置</translation>
    </message>
    <message>
        <source>this is not TOML</source>
        <translation>这不是 TOML</translation>
    </message>
    <message>
        <source>this is not UTF-8 text</source>
        <translation>这不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>there are more than {0} templates</source>
        <translation>超过 {0} 个模板</translation>
    </message>
    <message>
        <source>“{0}” is there twice</source>
        <translation>“{0}”出现了两次</translation>
    </message>
    <message>
        <source>“{0}” is no key of a template</source>
        <translation>“{0}”不是模板的键</translation>
    </message>
    <message>
        <source>“{0}” is missing</source>
        <translation>缺少“{0}”</translation>
    </message>
    <message>
        <source>“{0}” must be {what}</source>
        <translation>“{0}”必须是{what}</translation>
    </message>
    <message>
        <source>“template” must be a list of tables</source>
        <translation>“template”必须是表的列表</translation>
    </message>
    <message>
        <source>“mode” must be chat, write, translate or documents</source>
        <translation>“mode”必须是 chat、write、translate 或 documents</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>其他值</translation>
    </message>
    <message>
        <source>“{0}” is not a TBX file that can be read.</source>
        <translation>“{0}”不是可读取的 TBX 文件。</translation>
    </message>
    <message>
        <source>Export it again from the program that wrote it.</source>
        <translation>请从创建它的程序中重新导出。</translation>
    </message>
    <message>
        <source>“{0}” is not a table of terms.</source>
        <translation>“{0}”不是由术语组成的表格。</translation>
    </message>
    <message>
        <source>Save it as CSV with a term and its translation in each row.</source>
        <translation>请存为 CSV，每行一个术语及其译文。</translation>
    </message>
    <message>
        <source>“{0}” holds no terms.</source>
        <translation>“{0}”中没有术语。</translation>
    </message>
    <message>
        <source>“{0}” is too large for a glossary.</source>
        <translation>“{0}”作为术语表过大。</translation>
    </message>
    <message>
        <source>Choose a CSV or TBX file.</source>
        <translation>请选择 CSV 或 TBX 文件。</translation>
    </message>
    <message>
        <source>There is no text to work on.</source>
        <translation>没有可处理的文本。</translation>
    </message>
    <message>
        <source>Write or paste one first.</source>
        <translation>请先输入或粘贴文本。</translation>
    </message>
    <message>
        <source>This text needs {0} tokens and the model&apos;s context holds {1}.</source>
        <translation>此文本需要 {0} 个词元，模型的上下文可容纳 {1} 个。</translation>
    </message>
    <message>
        <source>Mark a part of it, or summarise it first.</source>
        <translation>请选中其中一部分，或先为它写摘要。</translation>
    </message>
    <message>
        <source>{0} is busy or out of order (status {1}).</source>
        <translation>{0} 正忙或有故障（状态 {1}）。</translation>
    </message>
    <message>
        <source>{0} refuses the file (status {1}).</source>
        <translation>{0} 拒绝提供文件（状态 {1}）。</translation>
    </message>
    <message>
        <source>“{0}” is no longer on the hub, or never was.</source>
        <translation>“{0}”已不在模型站上，或从未有过。</translation>
    </message>
    <message>
        <source>Open the repository again and choose another file.</source>
        <translation>请重新打开仓库，选择另一个文件。</translation>
    </message>
    <message>
        <source>{0} gave an answer that makes no sense (status {1}).</source>
        <translation>{0} 的回应没有意义（状态 {1}）。</translation>
    </message>
    <message>
        <source>The authors give this model only to those who ask for it.</source>
        <translation>作者只把这个模型提供给提出申请的人。</translation>
    </message>
    <message>
        <source>Accept their conditions on the hub&apos;s page, and enter your access token in the settings.</source>
        <translation>请在仓库页面上接受其条件，并在设置里填入访问令牌。</translation>
    </message>
    <message>
        <source>The hub does not accept the access token: it is wrong, has expired or may not read this.</source>
        <translation>模型站不接受这个访问令牌：它是错的、已过期，或无权读取这里。</translation>
    </message>
    <message>
        <source>Enter another token in the settings.</source>
        <translation>请在设置里填入另一个令牌。</translation>
    </message>
    <message>
        <source>There is no such repository, or only its members may see it.</source>
        <translation>没有这个仓库，或只有成员才能看到它。</translation>
    </message>
    <message>
        <source>Check its name; for one of your own enter your access token in the settings.</source>
        <translation>请检查名称；如果是您自己的仓库，请在设置里填入访问令牌。</translation>
    </message>
    <message>
        <source>{0} sent nothing for {1} seconds.</source>
        <translation>{0} 已有 {1} 秒没有发来任何内容。</translation>
    </message>
    <message>
        <source>{0} could not prove that it is the one it says: its certificate is not valid.</source>
        <translation>{0} 无法证明自己的身份：它的证书无效。</translation>
    </message>
    <message>
        <source>Check the date of this computer, and whether a proxy reads along.</source>
        <translation>请检查这台电脑的日期，以及是否有代理在旁读取。</translation>
    </message>
    <message>
        <source>{0} cannot be reached.</source>
        <translation>连不上 {0}。</translation>
    </message>
    <message>
        <source>Check the network.</source>
        <translation>请检查网络。</translation>
    </message>
    <message>
        <source>The connection to {0} was cut.</source>
        <translation>与 {0} 的连接断开了。</translation>
    </message>
    <message>
        <source>The hub sent the download to an address that is not safe. It was not followed.</source>
        <translation>模型站把下载引向一个不安全的地址。没有跟随。</translation>
    </message>
    <message>
        <source>Check the address of the hub in the settings.</source>
        <translation>请在设置里检查模型站的地址。</translation>
    </message>
    <message>
        <source>The hub has another “{0}” now; it is fetched from the beginning.</source>
        <translation>模型站上的“{0}”现在不同了；从头开始下载。</translation>
    </message>
    <message>
        <source>The hub sent “{0}” in another size than it has there. That was not taken.</source>
        <translation>模型站发来的“{0}”大小与它那里的不同。没有采用。</translation>
    </message>
    <message>
        <source>{0} answered with a web page in the place of the file.</source>
        <translation>{0} 回应的是网页，而不是文件。</translation>
    </message>
    <message>
        <source>Perhaps this network wants you to log in: open a web browser.</source>
        <translation>可能这个网络要求登录：请打开浏览器。</translation>
    </message>
    <message>
        <source>The hub sends the download around in circles.</source>
        <translation>模型站让下载不停地绕圈。</translation>
    </message>
    <message>
        <source>The address of the proxy cannot be used.</source>
        <translation>代理的地址无法使用。</translation>
    </message>
    <message>
        <source>Check it in the settings.</source>
        <translation>请在设置里检查。</translation>
    </message>
    <message>
        <source>The address of the hub cannot be used.</source>
        <translation>模型站的地址无法使用。</translation>
    </message>
    <message>
        <source>It begins with https://. Check it in the settings.</source>
        <translation>它以 https:// 开头。请在设置里检查。</translation>
    </message>
    <message>
        <source>The disk of {0} is full. What was fetched is kept.</source>
        <translation>{0} 所在的硬盘已满。已下载的部分保留着。</translation>
    </message>
    <message>
        <source>Free some space, then go on with the download.</source>
        <translation>请腾出空间，然后继续下载。</translation>
    </message>
    <message>
        <source>The disk of {0} cannot hold a file of this size. What was fetched is kept.</source>
        <translation>{0} 所在的硬盘存不下这么大的文件。已下载的部分保留着。</translation>
    </message>
    <message>
        <source>Choose a folder on another disk, or a smaller model.</source>
        <translation>请选择另一块硬盘上的文件夹，或更小的模型。</translation>
    </message>
    <message>
        <source>The folder {0} cannot be written to.</source>
        <translation>无法写入文件夹 {0}。</translation>
    </message>
    <message>
        <source>Give yourself the right to write there, or choose another folder for models.</source>
        <translation>请给自己写入的权限，或为模型选择另一个文件夹。</translation>
    </message>
    <message>
        <source>The download could not be written to {0}: {why}.</source>
        <translation>无法把下载写入 {0}：{why}。</translation>
    </message>
    <message>
        <source>Check the disk, then go on with the download.</source>
        <translation>请检查硬盘，然后继续下载。</translation>
    </message>
    <message>
        <source>The disk of {0} has no room for this model: {1} GB more are needed.</source>
        <translation>{0} 所在的硬盘放不下这个模型：还需要 {1} GB。</translation>
    </message>
    <message>
        <source>The disk of {0} has no room for this model: {1} MB more are needed.</source>
        <translation>{0} 所在的硬盘放不下这个模型：还需要 {1} MB。</translation>
    </message>
    <message>
        <source>Free some space, or choose a smaller model or a folder on another disk.</source>
        <translation>请腾出空间，或选择更小的模型或另一块硬盘上的文件夹。</translation>
    </message>
    <message>
        <source>Inkstone is set to stay offline.</source>
        <translation>Inkstone 已设为保持离线。</translation>
    </message>
    <message>
        <source>The download failed. The log says more.</source>
        <translation>下载失败。日志里有详情。</translation>
    </message>
    <message>
        <source>“{0}” is no name of a repository.</source>
        <translation>“{0}”不是仓库的名称。</translation>
    </message>
    <message>
        <source>This repository has no file that could be fetched.</source>
        <translation>这个仓库没有可以下载的文件。</translation>
    </message>
    <message>
        <source>The file name “{0}” could do harm on this computer. Nothing was fetched.</source>
        <translation>文件名“{0}”可能危害这台电脑。什么都没有下载。</translation>
    </message>
    <message>
        <source>Choose another repository.</source>
        <translation>请选择另一个仓库。</translation>
    </message>
    <message>
        <source>Files of “{0}” would overwrite each other. Nothing was fetched.</source>
        <translation>“{0}”的文件会互相覆盖。什么都没有下载。</translation>
    </message>
    <message>
        <source>The hub does not say what “{0}” holds, so nobody could tell whether the right file arrived. Nothing was fetched.</source>
        <translation>模型站没有说明“{0}”的内容，所以没有人能确认收到的文件是否正确。什么都没有下载。</translation>
    </message>
    <message>
        <source>Choose another file or repository.</source>
        <translation>请选择另一个文件或仓库。</translation>
    </message>
    <message>
        <source>Inkstone is set to stay offline. Nothing is fetched.</source>
        <translation>Inkstone 已设为保持离线。什么都不会下载。</translation>
    </message>
    <message>
        <source>Turn that off in the settings to fetch models.</source>
        <translation>请在设置里关闭它，然后下载模型。</translation>
    </message>
    <message>
        <source>The connection to the hub was cut.</source>
        <translation>与模型站的连接断开了。</translation>
    </message>
    <message>
        <source>The hub sent the beginning of the file again.</source>
        <translation>模型站又从文件开头发送。</translation>
    </message>
    <message>
        <source>The hub gives something else each time “{0}” is asked for.</source>
        <translation>每次请求“{0}”，模型站给的都不一样。</translation>
    </message>
    <message>
        <source>Try again later, or choose another repository.</source>
        <translation>请稍后重试，或选择另一个仓库。</translation>
    </message>
    <message>
        <source>“{0}” was changed on the hub after it was chosen.</source>
        <translation>“{0}”在选定之后于模型站上被更改。</translation>
    </message>
    <message>
        <source>Open the repository again and choose it anew.</source>
        <translation>请重新打开仓库，再选一次。</translation>
    </message>
    <message>
        <source>A file of this model is being fetched already.</source>
        <translation>这个模型的一个文件已经在下载了。</translation>
    </message>
    <message>
        <source>What arrives of “{0}” is not what the hub has: its SHA-256 is another one. It was deleted.</source>
        <translation>收到的“{0}”与模型站上的不同：SHA-256 不一致。已经删除。</translation>
    </message>
    <message>
        <source>Try again later; if it happens again, another network or hub may help.</source>
        <translation>请稍后重试；如果再次发生，换一个网络或模型站也许有用。</translation>
    </message>
    <message>
        <source>What arrived of “{0}” was damaged on the way. It is fetched once more.</source>
        <translation>收到的“{0}”在途中损坏了。正在重新下载。</translation>
    </message>
    <message>
        <source>The hub {0} has a problem of its own (code {1}).</source>
        <translation>模型站 {0} 自身有问题（代码 {1}）。</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>请几分钟后重试。</translation>
    </message>
    <message>
        <source>The hub has disabled access to {0}.</source>
        <translation>模型站已停止提供 {0}。</translation>
    </message>
    <message>
        <source>{0} has no version “{1}” any more.</source>
        <translation>{0} 已经没有版本“{1}”。</translation>
    </message>
    <message>
        <source>Open the repository again to see its newest version.</source>
        <translation>请重新打开仓库，看看最新的版本。</translation>
    </message>
    <message>
        <source>The file is no longer in {0}.</source>
        <translation>文件已不在 {0} 里。</translation>
    </message>
    <message>
        <source>Open the repository again to see what it holds now.</source>
        <translation>请重新打开仓库，看看现在有什么。</translation>
    </message>
    <message>
        <source>There is no repository {0} on {1}, or it is private.</source>
        <translation>{1} 上没有仓库 {0}，或它是私有的。</translation>
    </message>
    <message>
        <source>Check the name. For a private one, a token that may read it is needed.</source>
        <translation>请检查名称。私有的仓库需要有读取权限的令牌。</translation>
    </message>
    <message>
        <source>The hub does not permit reading {0}.</source>
        <translation>模型站不允许读取 {0}。</translation>
    </message>
    <message>
        <source>Its page says what is needed: {0}</source>
        <translation>它的页面写明了需要什么：{0}</translation>
    </message>
    <message>
        <source>The hub {0} refused the request (code {1}).</source>
        <translation>模型站 {0} 拒绝了请求（代码 {1}）。</translation>
    </message>
    <message>
        <source>Try again later, or with other words.</source>
        <translation>请稍后重试，或换些词。</translation>
    </message>
    <message>
        <source>{0} is given only to those who were granted access, and the account of your token was not.</source>
        <translation>{0} 只提供给获准访问的人，您令牌的账号没有获准。</translation>
    </message>
    <message>
        <source>Ask for it on its page, then try again: {0}</source>
        <translation>请在它的页面上申请，然后重试：{0}</translation>
    </message>
    <message>
        <source>{0} is given only to those who agreed to its terms.</source>
        <translation>{0} 只提供给同意其条款的人。</translation>
    </message>
    <message>
        <source>Agree on its page with an account of the hub, then enter a token of it: {0}</source>
        <translation>请用该站的账号在它的页面上同意条款，然后填入令牌：{0}</translation>
    </message>
    <message>
        <source>The hub {0} does not accept your token: it is wrong, was revoked or has expired.</source>
        <translation>模型站 {0} 不接受您的令牌：它是错的、已撤销或已过期。</translation>
    </message>
    <message>
        <source>Make a new one on the hub&apos;s page for tokens, or remove it: most models need none.</source>
        <translation>请在模型站的令牌页面新建一个，或把它移除：大多数模型不需要令牌。</translation>
    </message>
    <message>
        <source>The hub {0} wants to know who asks.</source>
        <translation>模型站 {0} 想知道是谁在请求。</translation>
    </message>
    <message>
        <source>Enter a token of your account there.</source>
        <translation>请填入您在那里的账号的令牌。</translation>
    </message>
    <message>
        <source>The hub {0} was asked too often from here.</source>
        <translation>从这里对模型站 {0} 的请求太频繁了。</translation>
    </message>
    <message>
        <source>Try again in {0} seconds.</source>
        <translation>请 {0} 秒后重试。</translation>
    </message>
    <message>
        <source>Try again in {0} minutes.</source>
        <translation>请 {0} 分钟后重试。</translation>
    </message>
    <message>
        <source>Something else answered in place of {0}: probably this network asks to log in first.</source>
        <translation>回应的不是 {0}：可能这个网络要求先登录。</translation>
    </message>
    <message>
        <source>Open a page in the browser: a network that asks to log in first does so there. Then try again.</source>
        <translation>请在浏览器里打开一个网页：要求先登录的网络会在那里询问。然后重试。</translation>
    </message>
    <message>
        <source>The answer of {0} could not be understood.</source>
        <translation>无法理解 {0} 的回应。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, the address may be none of a hub.</source>
        <translation>请重试；如果再次发生，这个地址可能不是模型站。</translation>
    </message>
    <message>
        <source>The answer of {0} is longer than any that a hub gives.</source>
        <translation>{0} 的回应比任何模型站的都长。</translation>
    </message>
    <message>
        <source>Check the address of the hub.</source>
        <translation>请检查模型站的地址。</translation>
    </message>
    <message>
        <source>The proxy {0} could not be reached or refused the connection.</source>
        <translation>连不上代理 {0}，或它拒绝了连接。</translation>
    </message>
    <message>
        <source>Check the proxy in the settings of the hub.</source>
        <translation>请在模型站的设置里检查代理。</translation>
    </message>
    <message>
        <source>The address of {0} could not be looked up.</source>
        <translation>无法查到 {0} 的地址。</translation>
    </message>
    <message>
        <source>Check the internet connection; everything on this computer works without it.</source>
        <translation>请检查网络连接；没有网络，这台电脑上的一切照常可用。</translation>
    </message>
    <message>
        <source>The certificate of {0} could not be verified, so nothing was sent: {1}.</source>
        <translation>无法验证 {0} 的证书，所以什么都没有发送：{1}。</translation>
    </message>
    <message>
        <source>Check the date and time of this computer, and whether this network asks to log in first.</source>
        <translation>请检查这台电脑的日期和时间，以及这个网络是否要求先登录。</translation>
    </message>
    <message>
        <source>A secure connection with {0} could not be made.</source>
        <translation>无法与 {0} 建立安全连接。</translation>
    </message>
    <message>
        <source>There is no connection to {0}.</source>
        <translation>无法连接到 {0}。</translation>
    </message>
    <message>
        <source>The connection with {0} broke off.</source>
        <translation>与 {0} 的连接中断了。</translation>
    </message>
    <message>
        <source>{0} did not answer in time.</source>
        <translation>{0} 没有及时回应。</translation>
    </message>
    <message>
        <source>{0} sent the request on to an address that cannot be followed.</source>
        <translation>{0} 把请求转到一个无法跟随的地址。</translation>
    </message>
    <message>
        <source>There is no token.</source>
        <translation>没有令牌。</translation>
    </message>
    <message>
        <source>What is kept as your token for the hub is none.</source>
        <translation>保存的模型站令牌不是有效的令牌。</translation>
    </message>
    <message>
        <source>Enter it again, without spaces or line breaks.</source>
        <translation>请重新填写，不要有空格和换行。</translation>
    </message>
    <message>
        <source>Enter one of your account on the hub.</source>
        <translation>请填入您在该站账号的令牌。</translation>
    </message>
    <message>
        <source>Inkstone is offline, as you set it: nothing was asked.</source>
        <translation>按您的设置，Inkstone 处于离线状态：没有发出任何询问。</translation>
    </message>
    <message>
        <source>Switch offline mode off in the settings of the hub to look for models.</source>
        <translation>请在模型站的设置里关闭离线模式，然后查找模型。</translation>
    </message>
    <message>
        <source>Names look like owner/model.</source>
        <translation>名称形如 owner/model。</translation>
    </message>
    <message>
        <source>The model files in {0} have names or sizes that cannot be, so none is offered.</source>
        <translation>{0} 里的模型文件名称或大小不可能成立，所以都不提供。</translation>
    </message>
    <message>
        <source>Choose another repository with this model.</source>
        <translation>请选择另一个有此模型的仓库。</translation>
    </message>
    <message>
        <source>There are no GGUF models in {0}.</source>
        <translation>{0} 里没有 GGUF 模型。</translation>
    </message>
    <message>
        <source>Look for another repository with this model; the names of many end in GGUF.</source>
        <translation>请找另一个有此模型的仓库；许多仓库名以 GGUF 结尾。</translation>
    </message>
    <message>
        <source>The proxy “{0}” cannot be used.</source>
        <translation>代理“{0}”无法使用。</translation>
    </message>
    <message>
        <source>An address like http://proxy.example:3128 is expected in the settings of the hub.</source>
        <translation>模型站设置里需要类似 http://proxy.example:3128 的地址。</translation>
    </message>
    <message>
        <source>“{0}” is no address of a hub.</source>
        <translation>“{0}”不是模型站的地址。</translation>
    </message>
    <message>
        <source>An address like https://huggingface.co is expected in the settings of the hub.</source>
        <translation>模型站设置里需要类似 https://huggingface.co 的地址。</translation>
    </message>
    <message>
        <source>Too much is being asked of the hub.</source>
        <translation>对模型站的请求太多了。</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>请稍等。</translation>
    </message>
    <message>
        <source>There is no folder where models could be kept.</source>
        <translation>没有可以存放模型的文件夹。</translation>
    </message>
    <message>
        <source>Choose one in the settings.</source>
        <translation>请在设置里选择一个。</translation>
    </message>
    <message>
        <source>The process for model hubs was ended by signal {0}; what was downloaded so far is kept.</source>
        <translation>模型站进程被信号 {0} 结束；已下载的部分保留着。</translation>
    </message>
    <message>
        <source>The process for model hubs ended with code {0}; what was downloaded so far is kept.</source>
        <translation>模型站进程以代码 {0} 结束；已下载的部分保留着。</translation>
    </message>
    <message>
        <source>The process for model hubs could not be started: {why}.</source>
        <translation>无法启动模型站进程：{why}。</translation>
    </message>
    <message>
        <source>Reinstall the application.</source>
        <translation>请重新安装应用。</translation>
    </message>
    <message>
        <source>The application and its process for hubs misunderstood each other: a text is not valid Unicode.</source>
        <translation>应用和它的模型站进程没有互相理解：有一段文字不是有效的 Unicode。</translation>
    </message>
    <message>
        <source>The application and its process for hubs misunderstood each other: a command is none that is known.</source>
        <translation>应用和它的模型站进程没有互相理解：有一条命令不是已知的。</translation>
    </message>
    <message>
        <source>The application and its process for hubs misunderstood each other: {0}.</source>
        <translation>应用和它的模型站进程没有互相理解：{0}。</translation>
    </message>
    <message>
        <source>The file with your tokens and keys is locked.</source>
        <translation>保存令牌和密钥的文件是锁着的。</translation>
    </message>
    <message>
        <source>Enter its passphrase to open it.</source>
        <translation>请输入密码短语来打开它。</translation>
    </message>
    <message>
        <source>This system has no keyring that is running, so there is no safe place for tokens and keys.</source>
        <translation>这个系统没有正在运行的钥匙串，所以没有安全的地方存放令牌和密钥。</translation>
    </message>
    <message>
        <source>Start one (such as GNOME Keyring or KWallet), or choose a passphrase for an encrypted file.</source>
        <translation>请启动一个（如 GNOME 密钥环或 KWallet），或为加密文件选择密码短语。</translation>
    </message>
    <message>
        <source>The system&apos;s keyring is locked.</source>
        <translation>系统的钥匙串是锁着的。</translation>
    </message>
    <message>
        <source>Unlock it as the system asks you to, then try again.</source>
        <translation>请按系统的提示解锁，然后重试。</translation>
    </message>
    <message>
        <source>The system&apos;s keyring refused: {0}.</source>
        <translation>系统的钥匙串拒绝了：{0}。</translation>
    </message>
    <message>
        <source>Look whether it is running and unlocked, then try again.</source>
        <translation>请看看它是否在运行、是否已解锁，然后重试。</translation>
    </message>
    <message>
        <source>The passphrase is empty.</source>
        <translation>密码短语是空的。</translation>
    </message>
    <message>
        <source>Enter one.</source>
        <translation>请填写一个。</translation>
    </message>
    <message>
        <source>This is not the passphrase of the file with your tokens and keys.</source>
        <translation>这不是令牌和密钥文件的密码短语。</translation>
    </message>
    <message>
        <source>Try another one. If it is lost, delete the file and enter the tokens again: {0}</source>
        <translation>请换一个试试。如果忘记了，请删除这个文件并重新填入令牌：{0}</translation>
    </message>
    <message>
        <source>The file with your tokens and keys cannot be read.</source>
        <translation>无法读取保存令牌和密钥的文件。</translation>
    </message>
    <message>
        <source>If it is damaged, delete it and enter the tokens again: {0}</source>
        <translation>如果它已损坏，请删除它并重新填入令牌：{0}</translation>
    </message>
    <message>
        <source>The file for tokens and keys cannot be written: {why}.</source>
        <translation>无法写入令牌和密钥的文件：{why}。</translation>
    </message>
    <message>
        <source>Free some space, or give yourself the right to write there.</source>
        <translation>请腾出空间，或给自己写入的权限。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>The process that reads model files could not be used.</source>
        <translation>无法使用读取模型文件的进程。</translation>
    </message>
    <message>
        <source>{0} needs an importance matrix, which cannot be made here.</source>
        <translation>{0} 需要重要性矩阵，这里无法制作。</translation>
    </message>
    <message>
        <source>Fetch a file in that type from the hub, or choose one of {0}.</source>
        <translation>请从模型站下载那种类型的文件，或从 {0} 中选择。</translation>
    </message>
    <message>
        <source>There is no type “{0}” to make a copy in.</source>
        <translation>没有可用于副本的类型“{0}”。</translation>
    </message>
    <message>
        <source>Use {0}.</source>
        <translation>请使用 {0}。</translation>
    </message>
    <message>
        <source>The copy has not become whole; it was removed.</source>
        <translation>副本不完整，已经移除。</translation>
    </message>
    <message>
        <source>Try again, and look at the disk if it happens once more.</source>
        <translation>请重试；如果再次发生，请查看硬盘。</translation>
    </message>
    <message>
        <source>“{0}” holds no weights that could be made smaller.</source>
        <translation>“{0}”里没有可以缩小的权重。</translation>
    </message>
    <message>
        <source>“{0}” has been made smaller before ({1}): a copy would add one loss to the other.</source>
        <translation>“{0}”已经缩小过 ({1})：再做副本会使损失叠加。</translation>
    </message>
    <message>
        <source>Make it from the F16 or BF16 file of the model, or fetch the type you want.</source>
        <translation>请用模型的 F16 或 BF16 文件来制作，或下载您要的类型。</translation>
    </message>
    <message>
        <source>There is a file “{0}” already; it stays as it is.</source>
        <translation>已经有文件“{0}”；它保持不变。</translation>
    </message>
    <message>
        <source>Choose another name, or delete that file first.</source>
        <translation>请换一个名称，或先删除那个文件。</translation>
    </message>
    <message>
        <source>There is no folder “{0}”.</source>
        <translation>没有文件夹“{0}”。</translation>
    </message>
    <message>
        <source>Nothing may be written to the folder “{0}”.</source>
        <translation>无法写入文件夹“{0}”。</translation>
    </message>
    <message>
        <source>Choose another folder for the copy.</source>
        <translation>请为副本选择另一个文件夹。</translation>
    </message>
    <message>
        <source>The copy takes {0} GB, and the disk has {1} GB left.</source>
        <translation>副本需要 {0} GB，硬盘还剩 {1} GB。</translation>
    </message>
    <message>
        <source>Make room, choose a smaller type or another disk.</source>
        <translation>请腾出空间，或选择更小的类型或另一块硬盘。</translation>
    </message>
    <message>
        <source>The disk could not be asked for room: {0}.</source>
        <translation>无法查询硬盘空间：{0}。</translation>
    </message>
    <message>
        <source>The copy could not be given its name: {0}.</source>
        <translation>无法给副本命名：{0}。</translation>
    </message>
    <message>
        <source>This type needs an importance matrix for this model, which cannot be made here.</source>
        <translation>对这个模型来说，这种类型需要重要性矩阵，这里无法制作。</translation>
    </message>
    <message>
        <source>Choose a larger type.</source>
        <translation>请选择更大的类型。</translation>
    </message>
    <message>
        <source>The copy could not be written; the disk has {0} GB left. What there was of it has been removed.</source>
        <translation>无法写入副本；硬盘还剩 {0} GB。已写的部分已经移除。</translation>
    </message>
    <message>
        <source>Make room and try again.</source>
        <translation>请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The model has an architecture which this version cannot make smaller.</source>
        <translation>这个版本无法缩小这种架构的模型。</translation>
    </message>
    <message>
        <source>Update the application, or fetch the type you want.</source>
        <translation>请更新应用，或下载您要的类型。</translation>
    </message>
    <message>
        <source>The copy could not be made: {why}.</source>
        <translation>无法制作副本：{why}。</translation>
    </message>
    <message>
        <source>The file may be damaged; verify it, or fetch the type you want.</source>
        <translation>文件可能已损坏；请校验它，或下载您要的类型。</translation>
    </message>
    <message>
        <source>The process that makes the copy could not be used: {why}.</source>
        <translation>无法使用制作副本的进程：{why}。</translation>
    </message>
    <message>
        <source>What there was of the copy has been removed; try again.</source>
        <translation>副本已写的部分已经移除；请重试。</translation>
    </message>
    <message>
        <source>“{0}” comes without its signature.</source>
        <translation>“{0}”没有附带签名。</translation>
    </message>
    <message>
        <source>Put “{0}” beside it.</source>
        <translation>请把“{0}”放在它旁边。</translation>
    </message>
    <message>
        <source>The signature of “{0}” is not by anybody this application trusts, or the list was changed after it was signed. It is not used.</source>
        <translation>“{0}”的签名不是本应用信任的人所签，或清单在签名后被改动。没有采用。</translation>
    </message>
    <message>
        <source>Get the list and its signature again from where they are published.</source>
        <translation>请从发布处重新获取清单及其签名。</translation>
    </message>
    <message>
        <source>This list is number {0}, and number {1} is in use: older ones are not taken.</source>
        <translation>这份清单是第 {0} 号，正在使用的是第 {1} 号：不采用更旧的。</translation>
    </message>
    <message>
        <source>Nothing has to be done; get a newer list if there is one.</source>
        <translation>不必做什么；有更新的清单时再获取。</translation>
    </message>
    <message>
        <source>“{0}” is far too long for a list of models.</source>
        <translation>“{0}”作为模型清单太长了。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择另一个文件。</translation>
    </message>
    <message>
        <source>“{0}” is no list of models that can be used: {1}.</source>
        <translation>“{0}”不是可用的模型清单：{1}。</translation>
    </message>
    <message>
        <source>Get it again from where it is published.</source>
        <translation>请从发布处重新获取。</translation>
    </message>
    <message>
        <source>The list could not be kept: {why}.</source>
        <translation>无法保存清单：{why}。</translation>
    </message>
    <message>
        <source>Look at the disk.</source>
        <translation>请查看硬盘。</translation>
    </message>
    <message>
        <source>it takes too much memory</source>
        <translation>它占用太多内存</translation>
    </message>
    <message>
        <source>reading it brought down the process that did it</source>
        <translation>读取它使进程崩溃了</translation>
    </message>
    <message>
        <source>reading it takes too long</source>
        <translation>读取它花费太久</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>没有给出原因</translation>
    </message>
    <message>
        <source>it has no pipes</source>
        <translation>它没有管道</translation>
    </message>
    <message>
        <source>it did not answer in time</source>
        <translation>它没有及时回应</translation>
    </message>
    <message>
        <source>it ended before the copy was whole</source>
        <translation>副本完成之前它就结束了</translation>
    </message>
    <message>
        <source>This is no address of a server.</source>
        <translation>这不是服务器的地址。</translation>
    </message>
    <message>
        <source>Write it like https://example.org/v1 or http://192.168.1.20:8080.</source>
        <translation>请写成 https://example.org/v1 或 http://192.168.1.20:8080 这样。</translation>
    </message>
    <message>
        <source>The server of this model is not in the list any more.</source>
        <translation>这个模型的服务器已不在列表里。</translation>
    </message>
    <message>
        <source>Add it again, or choose another model.</source>
        <translation>请重新添加它，或选择另一个模型。</translation>
    </message>
    <message>
        <source>{0} has no model “{1}”.</source>
        <translation>{0} 没有模型“{1}”。</translation>
    </message>
    <message>
        <source>Nothing was sent to {0}: you have not allowed it here.</source>
        <translation>没有向 {0} 发送任何内容：您没有在这里允许。</translation>
    </message>
    <message>
        <source>Nothing was sent to {0}: it was not allowed.</source>
        <translation>没有向 {0} 发送任何内容：未获允许。</translation>
    </message>
    <message>
        <source>Allow it, or choose a model on this computer.</source>
        <translation>请允许发送，或选择这台电脑上的模型。</translation>
    </message>
    <message>
        <source>A permission needs a place, a server and its host.</source>
        <translation>许可需要写明位置、服务器及其主机。</translation>
    </message>
    <message>
        <source>{0} sends requests on to {1}; nothing was sent there.</source>
        <translation>{0} 把请求转到 {1}；没有向那里发送任何内容。</translation>
    </message>
    <message>
        <source>Enter that address for the server if you trust it.</source>
        <translation>如果您信任那个地址，请把它填为服务器的地址。</translation>
    </message>
    <message>
        <source>This is too long for the model on {0} ({1}).</source>
        <translation>这对 {0} 上的模型来说太长了 ({1})。</translation>
    </message>
    <message>
        <source>Shorten it, or choose a model with a longer context.</source>
        <translation>请缩短它，或选择上下文更长的模型。</translation>
    </message>
    <message>
        <source>{0} asks for a key, or does not accept the one it was given ({1}).</source>
        <translation>{0} 要求密钥，或不接受给它的密钥 ({1})。</translation>
    </message>
    <message>
        <source>Check the key in the server&apos;s settings.</source>
        <translation>请在服务器的设置里检查密钥。</translation>
    </message>
    <message>
        <source>{0} does not know this address or model ({1}).</source>
        <translation>{0} 不认识这个地址或模型 ({1})。</translation>
    </message>
    <message>
        <source>Check the server&apos;s address, and that the model is still there.</source>
        <translation>请检查服务器的地址，以及这个模型是否还在。</translation>
    </message>
    <message>
        <source>{0} does not take so much text ({1}).</source>
        <translation>{0} 不接受这么多文字 ({1})。</translation>
    </message>
    <message>
        <source>Shorten it.</source>
        <translation>请缩短它。</translation>
    </message>
    <message>
        <source>{0} has too many requests at the moment ({1}).</source>
        <translation>{0} 现在的请求太多 ({1})。</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>{0} has a problem of its own ({1}).</source>
        <translation>{0} 自身有问题 ({1})。</translation>
    </message>
    <message>
        <source>{0} refuses the request ({1}).</source>
        <translation>{0} 拒绝了请求 ({1})。</translation>
    </message>
    <message>
        <source>{0} answered with a web page instead of an answer.</source>
        <translation>{0} 回应的是网页，而不是答案。</translation>
    </message>
    <message>
        <source>Check the address; a network that asks you to sign in first does this too.</source>
        <translation>请检查地址；需要先登录的网络也会这样。</translation>
    </message>
    <message>
        <source>{0} answered something that is no answer of a model.</source>
        <translation>{0} 的回应不是模型的回答。</translation>
    </message>
    <message>
        <source>Check the address: it has to be a server with an OpenAI-compatible API.</source>
        <translation>请检查地址：它必须是带 OpenAI 兼容接口的服务器。</translation>
    </message>
    <message>
        <source>{0} ended the connection without an answer.</source>
        <translation>{0} 没有回应就断开了连接。</translation>
    </message>
    <message>
        <source>Check that it is a server with an OpenAI-compatible API, and try again.</source>
        <translation>请确认它是带 OpenAI 兼容接口的服务器，然后重试。</translation>
    </message>
    <message>
        <source>The connection to {0} ended in the middle of the answer; what came is kept.</source>
        <translation>与 {0} 的连接在回答途中断开；已收到的保留着。</translation>
    </message>
    <message>
        <source>{0} gave up on the answer: {1}. What came is kept.</source>
        <translation>{0} 中途放弃了回答：{1}。已收到的保留着。</translation>
    </message>
    <message>
        <source>Ask in another way, or choose another model.</source>
        <translation>请换一种问法，或选择另一个模型。</translation>
    </message>
    <message>
        <source>{0} said nothing for {1} seconds.</source>
        <translation>{0} 已有 {1} 秒没有回应。</translation>
    </message>
    <message>
        <source>Try again, or give it more time in the server&apos;s settings.</source>
        <translation>请重试，或在服务器的设置里给它更多时间。</translation>
    </message>
    <message>
        <source>{0} cannot be reached: {why}.</source>
        <translation>连不上 {0}：{why}。</translation>
    </message>
    <message>
        <source>Check that the server runs, its address, and the network.</source>
        <translation>请检查服务器是否在运行、地址和网络。</translation>
    </message>
    <message>
        <source>The certificate of {0} cannot be trusted: {1}. Nothing was sent.</source>
        <translation>无法信任 {0} 的证书：{1}。什么都没有发送。</translation>
    </message>
    <message>
        <source>If this is a server of your own, its settings can allow any certificate.</source>
        <translation>如果这是您自己的服务器，可以在它的设置里接受任何证书。</translation>
    </message>
    <message>
        <source>No safe connection to {0}: {1}. Nothing was sent.</source>
        <translation>无法与 {0} 建立安全连接：{1}。什么都没有发送。</translation>
    </message>
    <message>
        <source>Check whether the address begins with http or https.</source>
        <translation>请检查地址应以 http 还是 https 开头。</translation>
    </message>
    <message>
        <source>there is no such name</source>
        <translation>没有这个名称</translation>
    </message>
    <message>
        <source>nothing listens there</source>
        <translation>那里没有程序在监听</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>没有连接</translation>
    </message>
</context>
<context>
    <name>ExampleRow</name>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>What a person writes</source>
        <translation>用户写的内容</translation>
    </message>
    <message>
        <source>What the model should answer</source>
        <translation>模型应给出的回答</translation>
    </message>
    <message>
        <source>Example {number}</source>
        <translation>示例 {number}</translation>
    </message>
    <message>
        <source>{example}: question</source>
        <translation>{example}：问题</translation>
    </message>
    <message>
        <source>{example}: answer</source>
        <translation>{example}：回答</translation>
    </message>
    <message>
        <source>{example}: move up</source>
        <translation>{example}：上移</translation>
    </message>
    <message>
        <source>{example}: move down</source>
        <translation>{example}：下移</translation>
    </message>
    <message>
        <source>{example}: remove</source>
        <translation>{example}：移除</translation>
    </message>
</context>
<context>
    <name>ExampleRows</name>
    <message>
        <source>Add an example</source>
        <translation>添加示例</translation>
    </message>
    <message>
        <source>Undo the removal</source>
        <translation>撤销移除</translation>
    </message>
</context>
<context>
    <name>FetchRow</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Download of {name}</source>
        <translation>{name} 的下载</translation>
    </message>
    <message>
        <source>Asking the hub</source>
        <translation>正在询问模型站</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop the download of {name}</source>
        <translation>停止 {name} 的下载</translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>Close the file</source>
        <translation>关闭文件</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>What the new file holds</source>
        <translation>新文件的内容</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save the translation</source>
        <translation>保存译文</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Use none</source>
        <translation>不使用</translation>
    </message>
</context>
<context>
    <name>FileVariable</name>
    <message>
        <source>Choose files…</source>
        <translation>选择多个文件…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>{name}: remove</source>
        <translation>{name}：移除</translation>
    </message>
    <message>
        <source>{names} · {count} characters</source>
        <translation>{names} · {count} 个字符</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 个字符</translation>
    </message>
    <message>
        <source>No file is chosen.</source>
        <translation>尚未选择文件。</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Previous (Shift+Enter)</source>
        <translation>上一个 (Shift+Enter)</translation>
    </message>
    <message>
        <source>Next (Enter)</source>
        <translation>下一个 (Enter)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>{current} of {total}</source>
        <translation>{current} / {total}</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Choose a model to talk to</source>
        <translation>选择一个模型开始对话</translation>
    </message>
    <message>
        <source>Inkstone runs a language model on your own computer; nothing you write leaves it. A model is one file, and there are several ways to one.</source>
        <translation>Inkstone 在您自己的电脑上运行语言模型；您写的内容不会离开它。模型是一个文件，获取的途径有几种。</translation>
    </message>
    <message>
        <source>The built-in starter model</source>
        <translation>自带的小模型</translation>
    </message>
    <message>
        <source>Very small and here already: enough to try everything out at once.</source>
        <translation>很小，而且已经在这里：足够马上把一切都试一遍。</translation>
    </message>
    <message>
        <source>Start at once</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>A server you can reach</source>
        <translation>您能连上的服务器</translation>
    </message>
    <message>
        <source>llama.cpp, vLLM, Ollama, LM Studio or another one that speaks the OpenAI API. What you write is sent there only after you have agreed.</source>
        <translation>llama.cpp、vLLM、Ollama、LM Studio 或其他支持 OpenAI API 的服务器。您同意之后，您写的内容才会发送过去。</translation>
    </message>
    <message>
        <source>Enter its address…</source>
        <translation>填写它的地址…</translation>
    </message>
    <message>
        <source>Open a GGUF file…</source>
        <translation>打开 GGUF 文件…</translation>
    </message>
    <message>
        <source>Use a folder of models…</source>
        <translation>使用模型文件夹…</translation>
    </message>
    <message>
        <source>Or drop a .gguf file on this window.</source>
        <translation>也可以把 .gguf 文件拖到此窗口。</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>Fits the graphics card</source>
        <translation>显卡放得下</translation>
    </message>
    <message>
        <source>Fits the graphics card in part</source>
        <translation>显卡放得下一部分</translation>
    </message>
    <message>
        <source>Fits in memory</source>
        <translation>内存放得下</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>about {speed} tokens/s</source>
        <translation>约 {speed} 词元/秒</translation>
    </message>
    <message>
        <source>tight right now</source>
        <translation>现在有点紧</translation>
    </message>
    <message>
        <source>It needs about {size} of memory.</source>
        <translation>大约需要 {size} 内存。</translation>
    </message>
    <message>
        <source>That is more than this computer has.</source>
        <translation>这台电脑没有那么多内存。</translation>
    </message>
    <message>
        <source>Less is free right now: close other programs first.</source>
        <translation>现在的空闲更少：请先关闭其他程序。</translation>
    </message>
</context>
<context>
    <name>FitTable</name>
    <message>
        <source>Memory for several contexts</source>
        <translation>几种上下文所需的内存</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>with q8_0 cache</source>
        <translation>使用 q8_0 缓存</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>在这里</translation>
    </message>
    <message>
        <source>Context of {length} tokens: {size}, {fits}</source>
        <translation>{length} 个词元的上下文：{size}，{fits}</translation>
    </message>
</context>
<context>
    <name>FlagList</name>
    <message>
        <source>Sentences to look at</source>
        <translation>需要查看的句子</translation>
    </message>
    <message>
        <source>double-click or press F2 to edit</source>
        <translation>双击或按 F2 编辑</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>Earlier messages (1 to {last}) are folded into a summary.</source>
        <translation>较早的消息（第 1 至 {last} 条）已收进摘要。</translation>
    </message>
    <message>
        <source>Earlier messages (1 to {last}) are no longer sent: the context of {limit} tokens is full.</source>
        <translation>较早的消息（第 1 至 {last} 条）不再发送：{limit} 个词元的上下文已满。</translation>
    </message>
    <message>
        <source>They could not be summarised.</source>
        <translation>未能为它们写出摘要。</translation>
    </message>
    <message>
        <source>Sending folds messages 1 to {last} into a summary</source>
        <translation>发送后，第 1 至 {last} 条消息将收进摘要</translation>
    </message>
    <message>
        <source>Sending leaves out messages 1 to {last}</source>
        <translation>发送时将舍去第 1 至 {last} 条消息</translation>
    </message>
    <message>
        <source>{reserve} are kept for the answer.</source>
        <translation>其中 {reserve} 个留给回答。</translation>
    </message>
    <message>
        <source>.</source>
        <comment>the end of a sentence</comment>
        <translation>。</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Open {folder}</source>
        <translation>打开 {folder}</translation>
    </message>
    <message>
        <source>Stop searching {folder}; no file is deleted</source>
        <translation>不再搜索 {folder}；不会删除任何文件</translation>
    </message>
</context>
<context>
    <name>FoundDoor</name>
    <message>
        <source>Choose another…</source>
        <translation>另选一个…</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) on this disk already</source>
        <translation>
            <numerusform>这块硬盘上已有 %n 个模型</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>They are used where they lie; nothing is copied.</source>
        <translation>它们在原处使用；不复制任何东西。</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
</context>
<context>
    <name>GateCard</name>
    <message>
        <source>Ask for access</source>
        <translation>申请访问</translation>
    </message>
    <message>
        <source>Opens its page in the browser</source>
        <translation>在浏览器里打开它的页面</translation>
    </message>
    <message>
        <source>Enter a token</source>
        <translation>填入令牌</translation>
    </message>
    <message>
        <source>Its owner lets people in by hand. Ask for access on {host}; once it is given, Inkstone needs your token.</source>
        <translation>它的所有者逐个批准访问。请在 {host} 上申请；获准后，Inkstone 需要您的令牌。</translation>
    </message>
    <message>
        <source>Its owner wants you to agree to terms first. Do that on {host}; then Inkstone needs your token.</source>
        <translation>它的所有者希望您先同意条款。请在 {host} 上同意；之后 Inkstone 需要您的令牌。</translation>
    </message>
    <message>
        <source>{host} does not let you in here yet.</source>
        <translation>{host} 还没有让您访问这里。</translation>
    </message>
    <message>
        <source>Enter another token</source>
        <translation>另填一个令牌</translation>
    </message>
</context>
<context>
    <name>GgufDialog</name>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>GGUF 文件 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>GlossaryFiles</name>
    <message>
        <source>Import terms</source>
        <translation>导入术语</translation>
    </message>
    <message>
        <source>Terms (*.csv *.tsv *.tbx *.xml)</source>
        <translation>术语 (*.csv *.tsv *.tbx *.xml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Export this glossary</source>
        <translation>导出此术语表</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>TermBase eXchange (*.tbx)</source>
        <translation>TermBase eXchange (*.tbx)</translation>
    </message>
    <message>
        <source>Exported to {name}.</source>
        <translation>已导出到 {name}。</translation>
    </message>
</context>
<context>
    <name>GlossaryPage</name>
    <message>
        <source>‹ Back to the translation</source>
        <translation>‹ 返回翻译</translation>
    </message>
    <message>
        <source>Glossaries</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>New glossary</source>
        <translation>新建术语表</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete this glossary</source>
        <translation>删除此术语表</translation>
    </message>
    <message>
        <source>A glossary holds your own terms: how they are translated, and which stay as they are. Begin a new one, or import a CSV or TBX file.</source>
        <translation>术语表存放你自己的术语：如何翻译，以及哪些保持不变。可新建一个，或导入 CSV 或 TBX 文件。</translation>
    </message>
    <message>
        <source>Name of the glossary</source>
        <translation>术语表名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>From any language</source>
        <translation>从任何语言</translation>
    </message>
    <message>
        <source>From {name}</source>
        <translation>从{name}</translation>
    </message>
    <message>
        <source>Language of the terms</source>
        <translation>术语的语言</translation>
    </message>
    <message>
        <source>Into any language</source>
        <translation>译成任何语言</translation>
    </message>
    <message>
        <source>Into {name}</source>
        <translation>译成{name}</translation>
    </message>
    <message>
        <source>Language of their translations</source>
        <translation>译文的语言</translation>
    </message>
    <message>
        <source>Find a term</source>
        <translation>查找术语</translation>
    </message>
    <message>
        <source>Add a term</source>
        <translation>添加术语</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the chosen terms</source>
        <translation>移除选中的术语</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n term(s).</source>
        <translation>
            <numerusform>已移除 %n 个术语。</numerusform>
        </translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>Deleted the glossary {name}.</source>
        <translation>已删除术语表 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>GlossaryWords</name>
    <message>
        <source>Unnamed glossary</source>
        <translation>未命名的术语表</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任何语言</translation>
    </message>
    <message>
        <source>any languages</source>
        <translation>任何语言</translation>
    </message>
    <message numerus="yes">
        <source>%n term(s)</source>
        <translation>
            <numerusform>%n 个术语</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n term(s) added</source>
        <translation>
            <numerusform>已添加 %n 个术语</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>替换 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) stood there twice</source>
        <translation>
            <numerusform>%n 行重复</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) had no term</source>
        <translation>
            <numerusform>%n 行没有术语</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Hotkey</name>
    <message>
        <source>Wayland: the desktop is asked for the key, and it may ask you or give another one.</source>
        <translation>Wayland：快捷键要向桌面申请，桌面可能会询问你，或分配其他快捷键。</translation>
    </message>
    <message>
        <source>Wayland without a session bus: programs cannot ask for a key.</source>
        <translation>Wayland 没有会话总线：程序无法申请快捷键。</translation>
    </message>
    <message>
        <source>The package pynput is not installed, so Inkstone cannot have a key of its own. “pip install inkstone[hotkey]” installs it.</source>
        <translation>未安装 pynput 包，因此 Inkstone 无法拥有专用快捷键。用“pip install inkstone[hotkey]”即可安装。</translation>
    </message>
    <message>
        <source>macOS asks you to let Inkstone watch the keyboard (Privacy, Accessibility).</source>
        <translation>macOS 会请你允许 Inkstone 监听键盘（隐私、辅助功能）。</translation>
    </message>
    <message>
        <source>The key works in every program.</source>
        <translation>此快捷键在所有程序中都有效。</translation>
    </message>
    <message>
        <source>In your desktop&apos;s keyboard settings, any key can be given to the command “{name}”.</source>
        <translation>在桌面的键盘设置中，可为命令“{name}”指定任意快捷键。</translation>
    </message>
    <message>
        <source>The desktop did not give Inkstone a key for the quick window.</source>
        <translation>桌面没有为 Inkstone 的快捷窗口分配快捷键。</translation>
    </message>
    <message>
        <source>Open the quick window</source>
        <translation>打开快捷窗口</translation>
    </message>
    <message>
        <source>The keyboard cannot be watched for the quick window&apos;s key ({kind}).</source>
        <translation>无法监听键盘，快捷窗口的快捷键不可用（{kind}）。</translation>
    </message>
</context>
<context>
    <name>Hub</name>
    <message>
        <source>Fetching ended again and again; what is there is kept.</source>
        <translation>下载一再中断；已有的部分保留着。</translation>
    </message>
    <message>
        <source>Try again, or start Inkstone anew. The log file has the details.</source>
        <translation>请重试，或重新启动 Inkstone。日志文件里有详情。</translation>
    </message>
    <message>
        <source>{name} is on this computer now.</source>
        <translation>{name} 现在在这台电脑上了。</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <source>{name} could not be fetched.</source>
        <translation>无法下载 {name}。</translation>
    </message>
    <message>
        <source>Show downloads</source>
        <translation>显示下载</translation>
    </message>
    <message>
        <source>Removed the download of {name}.</source>
        <translation>已移除 {name} 的下载。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>“{repo}” does not hold this model any more.</source>
        <translation>“{repo}”里已没有这个模型。</translation>
    </message>
    <message>
        <source>Look for it under “Find models”, or choose another one.</source>
        <translation>请在“查找模型”里找它，或选择另一个。</translation>
    </message>
    <message>
        <source>context of {length} tokens</source>
        <translation>{length} 个词元的上下文</translation>
    </message>
    <message>
        <source>licence {name}</source>
        <translation>许可证 {name}</translation>
    </message>
    <message>
        <source>{name} by {owner}</source>
        <translation>{owner} 的 {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>%n 个部分</numerusform>
        </translation>
    </message>
    <message>
        <source>Recommended here</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>the original weights</source>
        <translation>原始权重</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) are missing on the hub</source>
        <translation>
            <numerusform>仓库里缺 %n 个部分</numerusform>
        </translation>
    </message>
    <message>
        <source>the hub does not say what it must contain</source>
        <translation>模型站没有说明它应有的内容</translation>
    </message>
    <message>
        <source>nearly the original</source>
        <translation>几乎与原始一样</translation>
    </message>
    <message>
        <source>close to the original</source>
        <translation>接近原始</translation>
    </message>
    <message>
        <source>good balance</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>somewhat worse</source>
        <translation>稍差</translation>
    </message>
    <message>
        <source>clearly worse</source>
        <translation>明显变差</translation>
    </message>
    <message>
        <source>about {low} to {high}</source>
        <translation>约 {low} 到 {high}</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>languages</comment>
        <translation>
            <numerusform>还有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Access on request</source>
        <translation>申请后可用</translation>
    </message>
    <message>
        <source>Access after agreeing</source>
        <translation>同意条款后可用</translation>
    </message>
    <message>
        <source>{number} downloads</source>
        <translation>{number} 次下载</translation>
    </message>
    <message>
        <source>{number} likes</source>
        <translation>{number} 个喜欢</translation>
    </message>
    <message>
        <source>updated {day}</source>
        <translation>更新于 {day}</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>不到一分钟</translation>
    </message>
    <message numerus="yes">
        <source>about %n min left</source>
        <translation>
            <numerusform>大约还剩 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>about {hours} h {minutes} min left</source>
        <translation>大约还剩 {hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>The connection was lost; tried again in %n s</source>
        <translation>
            <numerusform>连接丢失；%n 秒后重试</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting again</source>
        <translation>正在重新连接</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Asking the hub</source>
        <translation>正在询问模型站</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Checking what was fetched</source>
        <translation>正在检查下载的内容</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Ready to be used</source>
        <translation>可以使用了</translation>
    </message>
    <message>
        <source>Writing and chat</source>
        <translation>写作和聊天</translation>
    </message>
    <message>
        <source>Reads images, too</source>
        <translation>也能看图片</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Sentence similarity</source>
        <translation>句子相似度</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>排序</translation>
    </message>
</context>
<context>
    <name>HubSettingsPage</name>
    <message>
        <source>Models from the hub</source>
        <translation>来自模型站的模型</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>模型站</translation>
    </message>
    <message>
        <source>Work without the hub</source>
        <translation>不使用模型站</translation>
    </message>
    <message>
        <source>No search, no download, no connection. Models that are here work on.</source>
        <translation>不搜索、不下载、不连接。已有的模型照常可用。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Another one for a mirror. Each address has a token of its own.</source>
        <translation>镜像请填另一个地址。每个地址有自己的令牌。</translation>
    </message>
    <message>
        <source>An address begins with https:// or http://. It was not taken over.</source>
        <translation>地址以 https:// 或 http:// 开头。没有采用。</translation>
    </message>
    <message>
        <source>as the system says</source>
        <translation>按系统设置</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>For example http://proxy:3128</source>
        <translation>例如 http://proxy:3128</translation>
    </message>
    <message>
        <source>A proxy begins with http://, https:// or socks5://. It was not taken over.</source>
        <translation>代理地址以 http://、https:// 或 socks5:// 开头。没有采用。</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Enter a token</source>
        <translation>填入令牌</translation>
    </message>
    <message>
        <source>Whose is it?</source>
        <translation>这是谁的？</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Where fetched models are put.</source>
        <translation>下载的模型存放的位置。</translation>
    </message>
    <message>
        <source>Choose the folder for downloads</source>
        <translation>选择下载文件夹</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>同时进行</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>其他程序</translation>
    </message>
    <message>
        <source>Look into other programs&apos; folders, too</source>
        <translation>也到其他程序的文件夹里查找</translation>
    </message>
    <message>
        <source>Models of LM Studio, Ollama, GPT4All, Jan, llama.cpp and the Hugging Face cache are used where they are. Nothing is copied or changed.</source>
        <translation>LM Studio、Ollama、GPT4All、Jan、llama.cpp 和 Hugging Face 缓存里的模型在原处使用。不复制也不更改任何东西。</translation>
    </message>
    <message>
        <source>A token for {host} is kept.</source>
        <translation>已保存 {host} 的令牌。</translation>
    </message>
    <message>
        <source>There is no token for {host}. Only models that ask for permission need one.</source>
        <translation>没有 {host} 的令牌。只有需要许可的模型才需要它。</translation>
    </message>
    <message>
        <source>Enter another one</source>
        <translation>另填一个</translation>
    </message>
    <message>
        <source>Open the encrypted file</source>
        <translation>打开加密文件</translation>
    </message>
    <message>
        <source>Asking the hub whose it is</source>
        <translation>正在询问模型站这是谁的</translation>
    </message>
    <message>
        <source>The token belongs to {name}.</source>
        <translation>令牌属于 {name}。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>关闭侧栏</translation>
    </message>
</context>
<context>
    <name>InspectorTabs</name>
    <message>
        <source>Parts of the inspector</source>
        <translation>侧栏分类</translation>
    </message>
</context>
<context>
    <name>LanguageNames</name>
    <message>
        <source>Afrikaans</source>
        <translation>南非荷兰语</translation>
    </message>
    <message>
        <source>Albanian</source>
        <translation>阿尔巴尼亚语</translation>
    </message>
    <message>
        <source>Amharic</source>
        <translation>阿姆哈拉语</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>亚美尼亚语</translation>
    </message>
    <message>
        <source>Azerbaijani</source>
        <translation>阿塞拜疆语</translation>
    </message>
    <message>
        <source>Basque</source>
        <translation>巴斯克语</translation>
    </message>
    <message>
        <source>Belarusian</source>
        <translation>白俄罗斯语</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>孟加拉语</translation>
    </message>
    <message>
        <source>Bosnian</source>
        <translation>波斯尼亚语</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>保加利亚语</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>缅甸语</translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation>加泰罗尼亚语</translation>
    </message>
    <message>
        <source>Simplified Chinese</source>
        <translation>简体中文</translation>
    </message>
    <message>
        <source>Traditional Chinese</source>
        <translation>繁体中文</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>克罗地亚语</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>捷克语</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>丹麦语</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰语</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Esperanto</source>
        <translation>世界语</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>爱沙尼亚语</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>芬兰语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Galician</source>
        <translation>加利西亚语</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>格鲁吉亚语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊语</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>古吉拉特语</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>希伯来语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>匈牙利语</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>冰岛语</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>印度尼西亚语</translation>
    </message>
    <message>
        <source>Irish</source>
        <translation>爱尔兰语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>卡纳达语</translation>
    </message>
    <message>
        <source>Kazakh</source>
        <translation>哈萨克语</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>高棉语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>老挝语</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>拉丁语</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>拉脱维亚语</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>立陶宛语</translation>
    </message>
    <message>
        <source>Macedonian</source>
        <translation>马其顿语</translation>
    </message>
    <message>
        <source>Malay</source>
        <translation>马来语</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>马拉雅拉姆语</translation>
    </message>
    <message>
        <source>Marathi</source>
        <translation>马拉地语</translation>
    </message>
    <message>
        <source>Mongolian</source>
        <translation>蒙古语</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>尼泊尔语</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>挪威语</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>波斯语</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>波兰语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Brazilian Portuguese</source>
        <translation>巴西葡萄牙语</translation>
    </message>
    <message>
        <source>Punjabi</source>
        <translation>旁遮普语</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>罗马尼亚语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation>塞尔维亚语</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>僧伽罗语</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>斯洛伐克语</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>斯洛文尼亚语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Swahili</source>
        <translation>斯瓦希里语</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>瑞典语</translation>
    </message>
    <message>
        <source>Tagalog</source>
        <translation>他加禄语</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>泰米尔语</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>泰卢固语</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰语</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其语</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>乌克兰语</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>乌尔都语</translation>
    </message>
    <message>
        <source>Uzbek</source>
        <translation>乌兹别克语</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>越南语</translation>
    </message>
    <message>
        <source>Welsh</source>
        <translation>威尔士语</translation>
    </message>
</context>
<context>
    <name>LanguagePicker</name>
    <message>
        <source>Choose a language</source>
        <translation>选择语言</translation>
    </message>
    <message>
        <source>Translate into: {name}</source>
        <translation>目标语言：{name}</translation>
    </message>
    <message>
        <source>{language} detected</source>
        <translation>检测到{language}</translation>
    </message>
    <message>
        <source>Detect</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <source>Detect language</source>
        <translation>检测语言</translation>
    </message>
    <message>
        <source>Translate from: {name}</source>
        <translation>源语言：{name}</translation>
    </message>
    <message>
        <source>Find a language</source>
        <translation>查找语言</translation>
    </message>
</context>
<context>
    <name>LanguageRow</name>
    <message>
        <source>Exchange the languages</source>
        <translation>交换语言</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>{language} (simplified)</source>
        <translation>{language}（简体）</translation>
    </message>
    <message>
        <source>{language} (traditional)</source>
        <translation>{language}（繁体）</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Collections</source>
        <translation>合集</translation>
    </message>
    <message>
        <source>Summaries</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Collection {name}: {state}</source>
        <translation>合集 {name}：{state}</translation>
    </message>
    <message>
        <source>Summary of {name}: {state}</source>
        <translation>{name} 的摘要：{state}</translation>
    </message>
    <message>
        <source>Document {name}: {state}</source>
        <translation>文档 {name}：{state}</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>about {hours} h left</source>
        <translation>约剩 {hours} 小时</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>No files</source>
        <translation>没有文件</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) searched</source>
        <translation>
            <numerusform>%n 个文件可搜索</numerusform>
        </translation>
    </message>
    <message>
        <source>{read} of {total} files searched</source>
        <translation>{read} / {total} 个文件可搜索</translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n 个无法读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not there any more</source>
        <translation>
            <numerusform>%n 个已不存在</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Looking for new and changed files</source>
        <translation>正在查找新增和更改的文件</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Embedding passages: {done} of {total}</source>
        <translation>正在嵌入段落：{done} / {total}</translation>
    </message>
    <message>
        <source>{done} of {total} files</source>
        <translation>{done} / {total} 个文件</translation>
    </message>
    <message>
        <source>{done} of {total} passages</source>
        <translation>{done} / {total} 个段落</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>等待读取</translation>
    </message>
    <message>
        <source>Searched</source>
        <translation>可搜索</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Not there any more</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>Not there any more; what was read is still searched</source>
        <translation>文件已不存在；已读取的内容仍可搜索</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 个字符</translation>
    </message>
    <message>
        <source>read {day}</source>
        <translation>{day} 读取</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 个文档</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n more</source>
        <translation>
            <numerusform>{name} 及另外 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pass(es) kept</source>
        <translation>
            <numerusform>已保留 %n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>One line</source>
        <translation>一行</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>简短</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>适中</translation>
    </message>
    <message>
        <source>One page</source>
        <translation>一页</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>详细</translation>
    </message>
    <message>
        <source>prose</source>
        <translation>连贯文字</translation>
    </message>
    <message>
        <source>bullets</source>
        <translation>项目列表</translation>
    </message>
    <message>
        <source>key points</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>table of facts</source>
        <translation>事实表</translation>
    </message>
    <message>
        <source>timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Folders and files</source>
        <translation>文件夹和文件</translation>
    </message>
    <message>
        <source>Leave out {path}; no file is deleted</source>
        <translation>移出 {path}；不会删除任何文件</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>新建合集…</translation>
    </message>
    <message>
        <source>‹ All documents</source>
        <translation>‹ 所有文档</translation>
    </message>
    <message>
        <source>Back to all documents</source>
        <translation>返回所有文档</translation>
    </message>
    <message>
        <source>Deleted the collection {name}; its files are untouched.</source>
        <translation>已删除合集 {name}；其中的文件未作改动。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message numerus="yes">
        <source>Where shall %n file(s) or folder(s) go?</source>
        <translation>
            <numerusform>把 %n 个文件或文件夹放到哪里？</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to {name}</source>
        <translation>添加到 {name}</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>新建合集</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter collections, summaries and documents</source>
        <translation>筛选合集、摘要和文档</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <source>Collections, summaries and documents</source>
        <translation>合集、摘要和文档</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Parts of Inkstone</source>
        <translation>Inkstone 的组成部分</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Collecting the licences…</source>
        <translation>正在收集许可证…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The licences could not be read: {reason}</source>
        <translation>无法读取许可证：{reason}</translation>
    </message>
</context>
<context>
    <name>LineVariable</name>
    <message>
        <source>Year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>At most {most}</source>
        <translation>不大于 {most}</translation>
    </message>
    <message>
        <source>At least {least}</source>
        <translation>不小于 {least}</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 到 {most}</translation>
    </message>
</context>
<context>
    <name>LoadingRows</name>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>Tokens the model can keep in mind. More needs more memory.</source>
        <translation>模型能记住的词元数。越多越占内存。</translation>
    </message>
    <message>
        <source>Layers on the graphics card</source>
        <translation>显卡上的层数</translation>
    </message>
    <message>
        <source>0 uses the processor alone.</source>
        <translation>0 表示只用处理器。</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>q8_0 halves the memory of the context.</source>
        <translation>q8_0 可将上下文占用的内存减半。</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>Flash Attention</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Unload when idle</source>
        <translation>空闲时卸载</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Minutes without a request after which the memory is freed.</source>
        <translation>无请求多少分钟后释放内存。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Tokens of a prompt that are read at once.</source>
        <translation>一次读取的提示词元数。</translation>
    </message>
    <message>
        <source>Texts at the same time</source>
        <translation>同时处理的文本数</translation>
    </message>
    <message>
        <source>They share the context; more wait for their turn.</source>
        <translation>它们共用上下文；更多的文本会排队等待。</translation>
    </message>
    <message>
        <source>Draft model</source>
        <translation>草稿模型</translation>
    </message>
    <message>
        <source>Choose a draft model</source>
        <translation>选择草稿模型</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A small model of the same family that drafts: faster, the same answers.</source>
        <translation>由同一系列的小模型先打草稿：更快，回答不变。</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Add a LoRA adapter…</source>
        <translation>添加 LoRA 适配器…</translation>
    </message>
    <message>
        <source>They belong to one kind of model and change how it writes.</source>
        <translation>适配器只适用于一种模型，会改变它的写作方式。</translation>
    </message>
    <message>
        <source>Add a LoRA adapter</source>
        <translation>添加 LoRA 适配器</translation>
    </message>
</context>
<context>
    <name>LongTextField</name>
    <message>
        <source>{name}: remove the text</source>
        <translation>{name}：移除文本</translation>
    </message>
    <message>
        <source>{count} characters: {start}</source>
        <translation>{count} 个字符：{start}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Deleted “{title}”.</source>
        <translation>已删除“{title}”。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The edited message was not sent; its text stands in the composer.</source>
        <translation>编辑后的消息未发送；文本已放回输入框。</translation>
    </message>
</context>
<context>
    <name>Markdown</name>
    <message>
        <source>image: {alt} ({target})</source>
        <translation>图片：{alt}（{target}）</translation>
    </message>
</context>
<context>
    <name>ModelCommands</name>
    <message>
        <source>Models on this computer</source>
        <translation>这台电脑上的模型</translation>
    </message>
    <message>
        <source>Find models</source>
        <translation>查找模型</translation>
    </message>
    <message>
        <source>Downloads of models</source>
        <translation>模型下载</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>添加服务器…</translation>
    </message>
</context>
<context>
    <name>ModelDrops</name>
    <message numerus="yes">
        <source>Models are looked for in %n folder(s) from now on.</source>
        <translation>
            <numerusform>从现在起在 %n 个文件夹里查找模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>Copying {name} into your models: {percent} %</source>
        <translation>正在把 {name} 复制到您的模型里：{percent} %</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{name} is among your models.</source>
        <translation>{name} 已在您的模型里。</translation>
    </message>
    <message>
        <source>Nothing more is copied.</source>
        <translation>不再继续复制。</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>制作自</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>聊天模板</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>属于</translation>
    </message>
    <message>
        <source>Fetched from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Also at</source>
        <translation>也在</translation>
    </message>
    <message>
        <source>Sees with</source>
        <translation>看图用</translation>
    </message>
    <message>
        <source>Measured here: writes {decode}</source>
        <translation>这里测得：写 {decode}</translation>
    </message>
    <message>
        <source>Measured here: writes {decode}, reads {prefill}</source>
        <translation>这里测得：写 {decode}，读 {prefill}</translation>
    </message>
    <message>
        <source>Expected speed: {speed}</source>
        <translation>预计速度：{speed}</translation>
    </message>
    <message>
        <source>{total}, of which {active} at a time</source>
        <translation>{total}，每次使用其中 {active}</translation>
    </message>
    <message>
        <source>{bits} bits for each weight</source>
        <translation>每个权重 {bits} 比特</translation>
    </message>
    <message>
        <source>none in the file</source>
        <translation>文件里没有</translation>
    </message>
    <message>
        <source>its own; thinking can be switched</source>
        <translation>自带的；可以开关思考</translation>
    </message>
    <message>
        <source>its own; it always thinks before it answers</source>
        <translation>自带的；回答前总会思考</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>自带的</translation>
    </message>
</context>
<context>
    <name>ModelHeader</name>
    <message>
        <source>‹ All models</source>
        <translation>‹ 所有模型</translation>
    </message>
    <message>
        <source>Back to all models</source>
        <translation>回到所有模型</translation>
    </message>
    <message>
        <source>Back to all models (Esc)</source>
        <translation>回到所有模型 (Esc)</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在它的文件夹中显示</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <source>Unload {name}</source>
        <translation>卸载 {name}</translation>
    </message>
    <message>
        <source>Cancel loading {name}</source>
        <translation>取消加载 {name}</translation>
    </message>
    <message>
        <source>Open the folder of {name}</source>
        <translation>打开 {name} 的文件夹</translation>
    </message>
</context>
<context>
    <name>ModelLibrary</name>
    <message>
        <source>This model belongs to another program, which may need it.</source>
        <translation>这个模型属于另一个程序，它可能还需要。</translation>
    </message>
    <message>
        <source>Delete it there.</source>
        <translation>请在那里删除它。</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Parameters of this model</source>
        <translation>这个模型的参数</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>聊天模板</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>A smaller copy</source>
        <translation>更小的副本</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Move {name} to the trash</source>
        <translation>把 {name} 移到回收站</translation>
    </message>
    <message>
        <source>The file goes to the trash of this computer.</source>
        <translation>文件会移到这台电脑的回收站。</translation>
    </message>
    <message>
        <source>This model came with Inkstone and stays with it.</source>
        <translation>这个模型随 Inkstone 而来，并留在其中。</translation>
    </message>
    <message>
        <source>This file belongs to {program}, which may need it; delete it there. Inkstone only reads it.</source>
        <translation>这个文件属于 {program}，它可能还需要；请在那里删除。Inkstone 只读取它。</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>loading {percent} %</source>
        <translation>加载中 {percent}%</translation>
    </message>
    <message>
        <source>could not be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>未加载</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>模型：{name}</translation>
    </message>
</context>
<context>
    <name>ModelPopup</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>查找模型</translation>
    </message>
    <message>
        <source>No model was found yet.</source>
        <translation>尚未找到模型。</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Free the memory; the model stays chosen.</source>
        <translation>释放内存；仍保持选中此模型。</translation>
    </message>
    <message>
        <source>Cancel loading</source>
        <translation>取消加载</translation>
    </message>
    <message>
        <source>Open a GGUF file…</source>
        <translation>打开 GGUF 文件…</translation>
    </message>
    <message>
        <source>Add a folder of models…</source>
        <translation>添加模型文件夹…</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open its folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Everything about it</source>
        <translation>它的全部信息</translation>
    </message>
    <message>
        <source>sees pictures</source>
        <translation>能看图片</translation>
    </message>
    <message numerus="yes">
        <source>Found in %n place(s) in all</source>
        <translation>
            <numerusform>共在 %n 处找到</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>%n 个分卷</numerusform>
        </translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <source>Unload {name}</source>
        <translation>卸载 {name}</translation>
    </message>
    <message>
        <source>Cancel loading {name}</source>
        <translation>取消加载 {name}</translation>
    </message>
    <message>
        <source>Open the folder of {name}</source>
        <translation>打开 {name} 所在的文件夹</translation>
    </message>
    <message>
        <source>Everything about {name}</source>
        <translation>{name} 的全部信息</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Loading {percent} %</source>
        <translation>加载中 {percent}%</translation>
    </message>
    <message>
        <source>Chosen, not in memory</source>
        <translation>已选中，未载入内存</translation>
    </message>
    <message>
        <source>In memory: {backend}, context of {length} tokens. {reason}</source>
        <translation>已载入内存：{backend}，上下文 {length} 个词元。{reason}</translation>
    </message>
</context>
<context>
    <name>ModelSettingsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Folders that are searched</source>
        <translation>搜索的文件夹</translation>
    </message>
    <message>
        <source>Add a folder of models…</source>
        <translation>添加模型文件夹…</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Load the last model when Inkstone starts</source>
        <translation>启动时加载上次的模型</translation>
    </message>
    <message>
        <source>Load the model again with these</source>
        <translation>以这些设置重新加载模型</translation>
    </message>
    <message>
        <source>Changes count the next time a model is loaded.</source>
        <translation>更改在下次加载模型时生效。</translation>
    </message>
</context>
<context>
    <name>ModelWait</name>
    <message>
        <source>No model is chosen.</source>
        <translation>尚未选择模型。</translation>
    </message>
    <message>
        <source>Choose one first.</source>
        <translation>请先选择一个。</translation>
    </message>
    <message>
        <source>The model was taken away before it was done.</source>
        <translation>尚未完成，模型已被卸载。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请再试一次。</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>Models of Inkstone</source>
        <translation>Inkstone 的模型</translation>
    </message>
    <message>
        <source>In your folders</source>
        <translation>在您的文件夹里</translation>
    </message>
    <message>
        <source>Files you opened</source>
        <translation>您打开的文件</translation>
    </message>
    <message>
        <source>On servers</source>
        <translation>在服务器上</translation>
    </message>
    <message>
        <source>Of {program}, used in place</source>
        <translation>属于 {program}，在原处使用</translation>
    </message>
    <message>
        <source>Chat and everyday writing</source>
        <translation>聊天和日常写作</translation>
    </message>
    <message>
        <source>Many languages</source>
        <translation>多种语言</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Programming</source>
        <translation>编程</translation>
    </message>
    <message>
        <source>Finding in documents by meaning</source>
        <translation>按含义在文档中查找</translation>
    </message>
    <message>
        <source>Seeing pictures</source>
        <translation>看图片</translation>
    </message>
    <message>
        <source>Thinking before answering</source>
        <translation>回答前先思考</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} 词元/秒</translation>
    </message>
    <message>
        <source>about {speed} here</source>
        <translation>在这里约 {speed}</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>还剩几秒</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>大约还剩 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>大约还剩 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s) left</source>
        <translation>
            <numerusform>大约还剩 %n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 参数</translation>
    </message>
    <message>
        <source>starter</source>
        <translation>自带</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>The file of “{name}” is gone. The model can be used until it leaves the memory; your conversations are kept.</source>
        <translation>“{name}”的文件不见了。模型在离开内存之前还可以使用；您的对话保留着。</translation>
    </message>
    <message>
        <source>The file of “{name}” is not where it was. {path} holds the same model and is used from now on.</source>
        <translation>“{name}”的文件不在原处。{path} 里是同一个模型，从现在起使用它。</translation>
    </message>
    <message>
        <source>“{name}” is not there any more. The small starter model answers until you choose another one.</source>
        <translation>“{name}”已经不在了。在您选择另一个模型之前，由自带的小模型回答。</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Parts of Models</source>
        <translation>模型模式的各部分</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Find models</source>
        <translation>查找模型</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
</context>
<context>
    <name>Modes</name>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Trans</source>
        <comment>short for Translate, below an icon</comment>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Docs</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>NewCollection</name>
    <message>
        <source>New collection</source>
        <translation>新建合集</translation>
    </message>
    <message>
        <source>Files and folders that you can ask as one. They stay where they are; what is new or changed in them is read by itself.</source>
        <translation>可以一并提问的文件和文件夹。它们留在原处；其中新增或更改的内容会自动读取。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the collection</source>
        <translation>合集名称</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A folder for the collection</source>
        <translation>选择合集的文件夹</translation>
    </message>
    <message>
        <source>Files for the collection</source>
        <translation>选择合集的文件</translation>
    </message>
</context>
<context>
    <name>NotesField</name>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What it is good at, and where it is not</source>
        <translation>它擅长什么，不擅长什么</translation>
    </message>
</context>
<context>
    <name>NoticeHistory</name>
    <message>
        <source>Last notices</source>
        <translation>最近的通知</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有通知。</translation>
    </message>
</context>
<context>
    <name>OfferLine</name>
    <message>
        <source>Do not say this any more</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>This is as far as the small starter model goes.</source>
        <translation>自带的小模型只能做到这里。</translation>
    </message>
    <message>
        <source>Find a bigger model</source>
        <translation>查找更大的模型</translation>
    </message>
    <message>
        <source>Made by the small starter model. A bigger one does this better.</source>
        <translation>由自带的小模型完成。更大的模型会做得更好。</translation>
    </message>
    <message>
        <source>Find models</source>
        <translation>查找模型</translation>
    </message>
</context>
<context>
    <name>OnThisComputer</name>
    <message>
        <source>“{name}” is in the trash.</source>
        <translation>“{name}”在回收站里。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>OptionFields</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>What to look for, for whom</source>
        <translation>关注什么、写给谁看</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
</context>
<context>
    <name>OptionsBar</name>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Tone, glossary and wishes</source>
        <translation>语气、术语表和要求</translation>
    </message>
    <message>
        <source>Tone as in the text</source>
        <translation>语气与原文相同</translation>
    </message>
    <message>
        <source>Formal</source>
        <translation>正式</translation>
    </message>
    <message>
        <source>Informal</source>
        <translation>非正式</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>语气</translation>
    </message>
    <message>
        <source>Wishes, for example: for children, British spelling</source>
        <translation>要求，例如：面向儿童、英式拼写</translation>
    </message>
    <message>
        <source>Wishes for the translation</source>
        <translation>对译文的要求</translation>
    </message>
    <message>
        <source>No glossary</source>
        <translation>不使用术语表</translation>
    </message>
    <message>
        <source>Glossary: {name}</source>
        <translation>术语表：{name}</translation>
    </message>
    <message>
        <source>Tone, glossary and wishes (in use)</source>
        <translation>语气、术语表和要求（已设置）</translation>
    </message>
    <message>
        <source>Find a glossary</source>
        <translation>查找术语表</translation>
    </message>
    <message>
        <source>Edit glossaries…</source>
        <translation>编辑术语表…</translation>
    </message>
</context>
<context>
    <name>Outlets</name>
    <message>
        <source>The result was copied.</source>
        <translation>已复制结果。</translation>
    </message>
    <message numerus="yes">
        <source>The result was copied; %n change(s) that you have not decided about are in it.</source>
        <translation>
            <numerusform>已复制结果；其中有 %n 处修改你尚未决定。</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the result</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>纯文本 (*.txt)</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>{name} was replaced; {backup} beside it holds what was in it.</source>
        <translation>已替换 {name}；原内容保存在旁边的 {backup} 中。</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>OutputField</name>
    <message>
        <source>Any text</source>
        <translation>任意文本</translation>
    </message>
    <message>
        <source>By a grammar (GBNF)</source>
        <translation>按语法 (GBNF)</translation>
    </message>
    <message>
        <source>JSON by a schema</source>
        <translation>符合模式的 JSON</translation>
    </message>
    <message>
        <source>Form of the answer</source>
        <translation>回答的形式</translation>
    </message>
    <message>
        <source>Grammar</source>
        <translation>语法</translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation>JSON 模式</translation>
    </message>
</context>
<context>
    <name>OwnLoading</name>
    <message>
        <source>Load this model with parameters of its own</source>
        <translation>用它自己的参数加载这个模型</translation>
    </message>
    <message>
        <source>They count the next time it is loaded.</source>
        <translation>下次加载时生效。</translation>
    </message>
</context>
<context>
    <name>OwnParameters</name>
    <message>
        <source>How it is loaded</source>
        <translation>怎样加载</translation>
    </message>
    <message>
        <source>How it is loaded (its own parameters)</source>
        <translation>怎样加载（使用自己的参数）</translation>
    </message>
    <message>
        <source>How it answers in new conversations</source>
        <translation>在新对话里怎样回答</translation>
    </message>
    <message>
        <source>How it answers in new conversations ({count} set)</source>
        <translation>在新对话里怎样回答（已设 {count} 项）</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>Back to the sources (Backspace)</source>
        <translation>返回来源 (Backspace)</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Previous page (Alt+Left)</source>
        <translation>上一页 (Alt+Left)</translation>
    </message>
    <message>
        <source>Next page (Alt+Right)</source>
        <translation>下一页 (Alt+Right)</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Show the text of the page</source>
        <translation>显示此页的文本</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+−)</source>
        <translation>缩小 (Ctrl+−)</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl+0)</source>
        <translation>适合宽度 (Ctrl+0)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>放大 (Ctrl++)</translation>
    </message>
    <message>
        <source>of {pages}</source>
        <translation>/ {pages}</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl+0), now {percent} %</source>
        <translation>适合宽度 (Ctrl+0)，当前 {percent}%</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Opening the text</source>
        <translation>正在打开文本</translation>
    </message>
    <message>
        <source>Drawing page {page}</source>
        <translation>正在绘制第 {page} 页</translation>
    </message>
    <message>
        <source>A quotation with this mark was not found in the text.</source>
        <translation>带此标记的一处引文未在原文中找到。</translation>
    </message>
    <message>
        <source>Page {page} of {pages} of {name}</source>
        <translation>{name} 第 {page} 页，共 {pages} 页</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>“{name}” is not in the library any more.</source>
        <translation>“{name}”已不在文档库中。</translation>
    </message>
    <message>
        <source>Add the file again to see its pages.</source>
        <translation>重新添加文件即可查看其页面。</translation>
    </message>
    <message>
        <source>The text of this page was recognised from its picture: the passage cannot be marked on it.</source>
        <translation>此页的文本由图像识别而来：无法在页面上标出段落。</translation>
    </message>
    <message>
        <source>The file is not where it was any more.</source>
        <translation>文件已不在原处。</translation>
    </message>
    <message>
        <source>The file has changed since it was read.</source>
        <translation>文件在读取之后有更改。</translation>
    </message>
    <message>
        <source>The file is protected by a password.</source>
        <translation>文件受密码保护。</translation>
    </message>
    <message>
        <source>This is the text as it was read.</source>
        <translation>这是读取时的文本。</translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message>
        <source>Remove the text</source>
        <translation>清除文本</translation>
    </message>
    <message>
        <source>Back to the translation before</source>
        <translation>恢复上一个译文</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>A very long line was divided, so that it can be shown.</source>
        <translation>有一行过长，已拆分以便显示。</translation>
    </message>
    <message>
        <source>The translation was copied.</source>
        <translation>已复制译文。</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the next sentence to look at</source>
        <translation>转到下一个需要查看的句子</translation>
    </message>
</context>
<context>
    <name>PaneWords</name>
    <message>
        <source>The text has changed since</source>
        <translation>原文在翻译之后有更改</translation>
    </message>
    <message>
        <source>{done} of {total} sentences</source>
        <translation>{done} / {total} 个句子</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>‹ All templates</source>
        <translation>‹ 所有模板</translation>
    </message>
    <message>
        <source>Back to all templates</source>
        <translation>返回所有模板</translation>
    </message>
</context>
<context>
    <name>ParameterRow</name>
    <message>
        <source>{name}: back to the default</source>
        <translation>{name}：恢复默认值</translation>
    </message>
</context>
<context>
    <name>ParameterSection</name>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Parameters ({count} set)</source>
        <translation>参数（已设 {count} 项）</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Low is exact and repeatable, high is varied. 0 always takes the most likely word.</source>
        <translation>低则准确、可重复，高则多变。0 总是选最可能的词。</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the most likely tokens that make up this share. 1 is off.</source>
        <translation>只从累计达到此比例的最可能词元中选取。1 为关闭。</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the most likely tokens. 0 is off.</source>
        <translation>只从最可能的这么多个词元中选取。0 为关闭。</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>The more often a word was used, the less likely. 0 is off.</source>
        <translation>词用得越多，越少再出现。0 为关闭。</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Words that were used at all become less likely. 0 is off.</source>
        <translation>用过的词更少再出现，不论次数。0 为关闭。</translation>
    </message>
    <message>
        <source>DRY</source>
        <translation>DRY</translation>
    </message>
    <message>
        <source>Breaks loops: whole phrases are not repeated. 0.8 is usual, 0 is off.</source>
        <translation>打破循环：不重复整段词句。常用 0.8，0 为关闭。</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Only tokens about as surprising as usual, to this share. 1 is off.</source>
        <translation>只选意外程度接近平均的词元，累计到此比例。1 为关闭。</translation>
    </message>
    <message>
        <source>XTC probability</source>
        <translation>XTC 概率</translation>
    </message>
    <message>
        <source>How often the most likely choices are left out, for more unusual words. 0 is off.</source>
        <translation>以多大概率略过最可能的选择，使用词更新颖。0 为关闭。</translation>
    </message>
    <message>
        <source>XTC threshold</source>
        <translation>XTC 阈值</translation>
    </message>
    <message>
        <source>Only choices at least this likely are left out.</source>
        <translation>只略过概率不低于此值的选择。</translation>
    </message>
    <message>
        <source>Full context</source>
        <translation>上下文已满时</translation>
    </message>
    <message>
        <source>What happens to older messages when the context is full. The system prompt and your latest message always stay, and the transcript shows what is no longer sent.</source>
        <translation>上下文已满时如何处理较早的消息。系统提示词和你最新的消息始终保留，不再发送的部分会在对话中标明。</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>舍去</translation>
    </message>
    <message>
        <source>summarise</source>
        <translation>收进摘要</translation>
    </message>
    <message>
        <source>do not send</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>Mirostat</source>
        <translation>Mirostat</translation>
    </message>
    <message>
        <source>Keeps the text equally surprising throughout, in place of top-k, top-p and min-p.</source>
        <translation>让全文的意外程度保持一致，取代 top-k、top-p 和 min-p。</translation>
    </message>
    <message>
        <source>version 1</source>
        <translation>版本 1</translation>
    </message>
    <message>
        <source>version 2</source>
        <translation>版本 2</translation>
    </message>
    <message>
        <source>Mirostat target</source>
        <translation>Mirostat 目标</translation>
    </message>
    <message>
        <source>How surprising the text shall be, in bits per token.</source>
        <translation>文字应有的意外程度，以每词元比特计。</translation>
    </message>
    <message>
        <source>Mirostat rate</source>
        <translation>Mirostat 速率</translation>
    </message>
    <message>
        <source>How fast it is brought back to the target.</source>
        <translation>以多快的速度回到目标。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Leaves out tokens less likely than this share of the best one. 0 is off.</source>
        <translation>排除概率低于最佳词元此比例的词元。0 为关闭。</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Above 1, words that were just used become less likely. 1 is off.</source>
        <translation>大于 1 时，刚用过的词更少出现。1 为关闭。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>In tokens. 0 goes on to the end of the context.</source>
        <translation>以词元计。0 表示直到上下文用完。</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed gives the same answer. Empty draws a new one each time.</source>
        <translation>相同的种子给出相同的回答。留空则每次随机。</translation>
    </message>
    <message>
        <source>new each time</source>
        <translation>每次随机</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Said to the model before the conversation: its task, its tone.</source>
        <translation>对话开始前告诉模型的话：任务、语气。</translation>
    </message>
    <message>
        <source>Stop strings</source>
        <translation>停止字符串</translation>
    </message>
    <message>
        <source>The answer ends before any of these, one in each line. \n stands for a line break.</source>
        <translation>回答在出现其中任何一个之前结束，每行一个。\n 表示换行。</translation>
    </message>
    <message>
        <source>model: {value}</source>
        <translation>模型：{value}</translation>
    </message>
    <message>
        <source>default: {value}</source>
        <translation>默认：{value}</translation>
    </message>
</context>
<context>
    <name>ParametersPage</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Context: {length} tokens of {trained}</source>
        <translation>上下文：{length} 个词元，最多 {trained}</translation>
    </message>
    <message>
        <source>Runs on: {backend}</source>
        <translation>运行于：{backend}</translation>
    </message>
    <message>
        <source>Memory: {size}</source>
        <translation>内存：{size}</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Use for new conversations</source>
        <translation>用于新对话</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More ({count} set)</source>
        <translation>更多（已设 {count} 项）</translation>
    </message>
</context>
<context>
    <name>Pasting</name>
    <message>
        <source>Ctrl+Enter pastes the result into the window that you came from; then the clipboard is again what it was.</source>
        <translation>Ctrl+Enter 将结果粘贴到你原来所在的窗口；之后剪贴板恢复原来的内容。</translation>
    </message>
    <message>
        <source>Ctrl+Enter copies the result, for you to paste. With the program xdotool installed it is pasted back into the window that you came from.</source>
        <translation>Ctrl+Enter 复制结果，由你粘贴。安装 xdotool 程序后，结果会直接粘贴到你原来所在的窗口。</translation>
    </message>
    <message>
        <source>Ctrl+Enter copies the result, for you to paste: on Wayland no program may type into the windows of others.</source>
        <translation>Ctrl+Enter 复制结果，由你粘贴：在 Wayland 上，程序不能向其他程序的窗口输入内容。</translation>
    </message>
    <message>
        <source>Ctrl+Enter copies the result, for you to paste.</source>
        <translation>Ctrl+Enter 复制结果，由你粘贴。</translation>
    </message>
</context>
<context>
    <name>PermissionCard</name>
    <message>
        <source>Do not send</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>See exactly what is sent</source>
        <translation>查看究竟发送什么</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>选择另一个模型</translation>
    </message>
    <message>
        <source>E-mail addresses, phone and card numbers and keys in it are masked before.</source>
        <translation>其中的电子邮件地址、电话号码、卡号和密钥会先遮盖。</translation>
    </message>
    <message>
        <source>Nothing in it is masked; that can be chosen for each server.</source>
        <translation>其中什么都不遮盖；可以为每台服务器选择遮盖。</translation>
    </message>
    <message>
        <source>Hide what is sent</source>
        <translation>隐藏要发送的内容</translation>
    </message>
</context>
<context>
    <name>PermissionRows</name>
    <message>
        <source>{what} · since {when}</source>
        <translation>{what} · 自 {when}</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw: {what}</source>
        <translation>撤回：{what}</translation>
    </message>
</context>
<context>
    <name>PlacePermission</name>
    <message>
        <source>Send this text to {host}?</source>
        <translation>把这段文字发送到 {host}？</translation>
    </message>
    <message>
        <source>Send and allow from now on</source>
        <translation>发送，并从此允许</translation>
    </message>
    <message>
        <source>The text, or what is selected of it, with the action and its note.</source>
        <translation>文字或其中选定的部分，连同操作及附注。</translation>
    </message>
    <message>
        <source>The text or file, sentence by sentence, with the terms of the glossary.</source>
        <translation>文字或文件，逐句发送，连同术语表里的术语。</translation>
    </message>
    <message>
        <source>The text that stands here, and the question to it.</source>
        <translation>这里的文字，以及对它的提问。</translation>
    </message>
    <message>
        <source>All text of the documents that are searched by meaning, and what is looked for.</source>
        <translation>按含义搜索的文档的全部文字，以及要找的内容。</translation>
    </message>
    <message>
        <source>{place}: it is asked once. You can withdraw it on the Servers page.</source>
        <translation>{place}：只询问一次。您可以在服务器页面撤回。</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{count} %</source>
        <translation>{count}%</translation>
    </message>
    <message numerus="yes">
        <source>{count} page(s)</source>
        <translation>
            <numerusform>{count} 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} token(s)</source>
        <translation>
            <numerusform>{count} 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} character(s)</source>
        <translation>
            <numerusform>{count} 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Reading, {percent}</source>
        <translation>正在读取，{percent}</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>需要密码</translation>
    </message>
    <message>
        <source>Only pictures of pages</source>
        <translation>只有页面图像</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>未读取</translation>
    </message>
    <message numerus="yes">
        <source>{count} pass(es)</source>
        <translation>
            <numerusform>{count} 步</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time} on this computer</source>
        <translation>在这台电脑上约 {time}</translation>
    </message>
    <message numerus="yes">
        <source>Each of %n document(s) is summarised, then compared.</source>
        <translation>
            <numerusform>先为 %n 个文档分别写摘要，再作比较。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is read in %n section(s), then merged.</source>
        <translation>
            <numerusform>全文分 %n 节读取，再合并。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Those that do not fit at once are read in %n section(s).</source>
        <translation>
            <numerusform>一次容不下的文档分 %n 节读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>It fits into the context and is read in one piece.</source>
        <translation>上下文容得下全文，一次读完。</translation>
    </message>
    <message>
        <source>How long it takes is known after the first summary.</source>
        <translation>写过一次摘要后才能估计所需时间。</translation>
    </message>
    <message>
        <source>One line</source>
        <translation>一行</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>简短</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>适中</translation>
    </message>
    <message>
        <source>One page</source>
        <translation>一页</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>详细</translation>
    </message>
    <message>
        <source>Prose</source>
        <translation>连贯文字</translation>
    </message>
    <message>
        <source>Bullet points</source>
        <translation>项目列表</translation>
    </message>
    <message>
        <source>Key points with pages</source>
        <translation>要点（带页码）</translation>
    </message>
    <message>
        <source>Table of facts</source>
        <translation>事实表</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>As in the document</source>
        <translation>与文档相同</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>波兰语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其语</translation>
    </message>
    <message>
        <source>{done} of {total} passes</source>
        <translation>已完成 {done} / {total} 步</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n section(s) read, {percent}</source>
        <translation>
            <numerusform>已读 {done} / %n 节，{percent}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>，%n 节失败</numerusform>
        </translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Document {document}, section {place} of {total}: {state}</source>
        <translation>文档 {document}，第 {place} / {total} 节：{state}</translation>
    </message>
    <message>
        <source>Section {place} of {total}: {state}</source>
        <translation>第 {place} / {total} 节：{state}</translation>
    </message>
    <message>
        <source>Interrupted.</source>
        <translation>已中断。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message numerus="yes">
        <source>%n finished pass(es) are kept.</source>
        <translation>
            <numerusform>已完成的 %n 步已保留。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n section(s) are read and kept.</source>
        <translation>
            <numerusform>%n 节中已有 {done} 节读取并保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>What was finished is kept.</source>
        <translation>已完成的部分已保留。</translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message>
        <source>Plan of the summary</source>
        <translation>摘要计划</translation>
    </message>
    <message>
        <source>Cancel (Esc)</source>
        <translation>取消 (Esc)</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>the dropped text</source>
        <translation>拖入的文本</translation>
    </message>
    <message>
        <source>Summarise {name}</source>
        <translation>为 {name} 写摘要</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>写摘要</translation>
    </message>
    <message numerus="yes">
        <source>Summarise %n document(s)</source>
        <translation>
            <numerusform>为 %n 个文档写摘要</numerusform>
        </translation>
    </message>
    <message>
        <source>No model is chosen, so nothing can be counted or summarised.</source>
        <translation>尚未选择模型，无法计数或写摘要。</translation>
    </message>
    <message>
        <source>Counting tokens and planning…</source>
        <translation>正在计算词元并制定计划…</translation>
    </message>
    <message>
        <source>No document is left to summarise.</source>
        <translation>已没有可写摘要的文档。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) need a password or text recognition.</source>
        <translation>
            <numerusform>%n 个文档需要密码或文字识别。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: {read} of %n document(s) are read.</source>
        <translation>
            <numerusform>正在读取：已读 {read} / %n 个文档。</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) are not part of it.</source>
        <translation>
            <numerusform>有 %n 个文档未包含在内。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>The request as it is sent</source>
        <translation>实际发送的请求</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>复制请求</translation>
    </message>
    <message>
        <source>Putting the request together</source>
        <translation>正在组成请求</translation>
    </message>
    <message>
        <source>nothing masked</source>
        <translation>没有遮盖</translation>
    </message>
    <message>
        <source>{method} {url} · {messages} · {size} · {masked}</source>
        <translation>{method} {url} · {messages} · {size} · {masked}</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>How far the translation is</source>
        <translation>翻译进度</translation>
    </message>
    <message>
        <source>The model is being loaded…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Looking at the text…</source>
        <translation>正在分析文本…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The model is loading…</source>
        <translation>正在加载模型…</translation>
    </message>
</context>
<context>
    <name>QuestionWidget</name>
    <message>
        <source>You said: {text}</source>
        <translation>你说：{text}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
</context>
<context>
    <name>Quick</name>
    <message>
        <source>There is no text yet.</source>
        <translation>还没有文本。</translation>
    </message>
    <message>
        <source>Select or copy one, or type it here.</source>
        <translation>请选中或复制文本，或在这里输入。</translation>
    </message>
    <message>
        <source>There is no question yet.</source>
        <translation>还没有问题。</translation>
    </message>
    <message>
        <source>No model is chosen yet.</source>
        <translation>尚未选择模型。</translation>
    </message>
    <message>
        <source>Choose one in the main window.</source>
        <translation>请在主窗口中选择。</translation>
    </message>
    <message>
        <source>Translate to</source>
        <translation>翻译成</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>写摘要</translation>
    </message>
    <message>
        <source>Ask…</source>
        <translation>提问…</translation>
    </message>
    <message>
        <source>Nothing is selected or copied</source>
        <translation>没有选中或复制的内容</translation>
    </message>
    <message>
        <source>From the selection</source>
        <translation>来自选中的文本</translation>
    </message>
    <message>
        <source>From the clipboard</source>
        <translation>来自剪贴板</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>你的文本</translation>
    </message>
    <message>
        <source>Loading the model… {percent} %</source>
        <translation>正在加载模型… {percent}%</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Writing… {percent} %</source>
        <translation>正在写… {percent}%</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>Stopped. What was written is here.</source>
        <translation>已停止。已写出的内容在这里。</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>没有需要修改的地方。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s). A click takes one back.</source>
        <translation>
            <numerusform>%n 处修改。点击某处即可撤回。</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter copies, Ctrl+Enter pastes it back.</source>
        <translation>Enter 复制，Ctrl+Enter 粘贴回去。</translation>
    </message>
    <message>
        <source>Enter copies it.</source>
        <translation>Enter 复制。</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied. Paste it with {keys}.</source>
        <translation>已复制。按 {keys} 粘贴。</translation>
    </message>
</context>
<context>
    <name>QuickDoor</name>
    <message>
        <source>Inkstone keeps running here. Quit it from this icon&apos;s menu.</source>
        <translation>Inkstone 会继续在这里运行。可从此图标的菜单退出。</translation>
    </message>
</context>
<context>
    <name>QuickParts</name>
    <message>
        <source>Last result</source>
        <translation>上次的结果</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Select or copy a text in any program, or type one here.</source>
        <translation>在任意程序中选中或复制文本，或在此输入。</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What do you want to know about it?</source>
        <translation>想就此文本了解什么？</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Open Inkstone</source>
        <translation>打开 Inkstone</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Paste back</source>
        <translation>贴回原处</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>QuickSettingsPage</name>
    <message>
        <source>Quick window</source>
        <translation>快捷窗口</translation>
    </message>
    <message>
        <source>A small window over what you work in: it takes the text that you selected or copied, and gives the result back.</source>
        <translation>浮在你当前工作之上的小窗口：取用你选中或复制的文本，并交回结果。</translation>
    </message>
    <message>
        <source>Giving back</source>
        <translation>交回结果</translation>
    </message>
    <message>
        <source>By a shortcut of the desktop</source>
        <translation>通过桌面的快捷键</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>By a key of its own</source>
        <translation>通过专用快捷键</translation>
    </message>
    <message>
        <source>A key opens the quick window from anywhere</source>
        <translation>用快捷键随处打开快捷窗口</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>With Ctrl, Alt, Shift or Meta.</source>
        <translation>须含 Ctrl、Alt、Shift 或 Meta。</translation>
    </message>
    <message>
        <source>By an icon</source>
        <translation>通过图标</translation>
    </message>
    <message>
        <source>An icon in the tray</source>
        <translation>托盘图标</translation>
    </message>
    <message>
        <source>A click opens the quick window, the menu also the main one.</source>
        <translation>点击打开快捷窗口，菜单还可打开主窗口。</translation>
    </message>
    <message>
        <source>This desktop has no place for icons now.</source>
        <translation>此桌面目前没有放置图标的位置。</translation>
    </message>
    <message>
        <source>Closing the main window leaves Inkstone in the tray</source>
        <translation>关闭主窗口后 Inkstone 留在托盘中</translation>
    </message>
    <message>
        <source>The model stays in memory for the quick window. Quit it from the icon&apos;s menu.</source>
        <translation>模型会留在内存中，供快捷窗口使用。要退出 Inkstone，请用图标的菜单。</translation>
    </message>
    <message>
        <source>This key would be taken from every program; choose one with Ctrl or Alt.</source>
        <translation>所有其他程序都将无法使用此键；请选择带 Ctrl 或 Alt 的按键。</translation>
    </message>
</context>
<context>
    <name>QuickWindow</name>
    <message>
        <source>Inkstone quick window</source>
        <translation>Inkstone 快捷窗口</translation>
    </message>
    <message>
        <source>This text is too long for here: write mode takes it.</source>
        <translation>这段文字太长，请在写作模式中处理。</translation>
    </message>
    <message>
        <source>Choose with a number key. Esc closes.</source>
        <translation>按数字键选择。按 Esc 关闭。</translation>
    </message>
    <message>
        <source>Use the clipboard</source>
        <translation>改用剪贴板</translation>
    </message>
    <message>
        <source>Use the selection</source>
        <translation>改用选中的文本</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Modes</source>
        <translation>模式</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>These are more than {count} documents; the first ones were taken.</source>
        <translation>文档超过 {count} 个；只取了前面的部分。</translation>
    </message>
    <message>
        <source>Choose fewer files or a smaller folder.</source>
        <translation>请选择较少的文件或较小的文件夹。</translation>
    </message>
</context>
<context>
    <name>RecommendedDoor</name>
    <message>
        <source>Recommended for this computer</source>
        <translation>推荐给这台电脑</translation>
    </message>
    <message>
        <source>Other models…</source>
        <translation>其他模型…</translation>
    </message>
    <message>
        <source>Download and start</source>
        <translation>下载并开始</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在查看这台电脑…</translation>
    </message>
    <message>
        <source>No model of the list fits this computer&apos;s memory.</source>
        <translation>清单里没有模型放得进这台电脑的内存。</translation>
    </message>
    <message>
        <source>{name}, recommended for this computer</source>
        <translation>{name}，推荐给这台电脑</translation>
    </message>
    <message>
        <source>Offline is chosen in the settings, so nothing can be downloaded now.</source>
        <translation>设置里选择了离线，所以现在什么都不能下载。</translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭通知</translation>
    </message>
</context>
<context>
    <name>RepositoryHead</name>
    <message>
        <source>Back to the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Open its page in the browser</source>
        <translation>在浏览器里打开它的页面</translation>
    </message>
    <message>
        <source>it was called {name}</source>
        <translation>它原来叫 {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) with impossible names left out</source>
        <translation>
            <numerusform>略去了 %n 个名称不可用的文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepositoryPage</name>
    <message>
        <source>Parts of the repository</source>
        <translation>仓库的各部分</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型说明</translation>
    </message>
    <message>
        <source>Asking the hub what is in it</source>
        <translation>正在询问模型站里面有什么</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Reading the model card</source>
        <translation>正在读取模型说明</translation>
    </message>
    <message>
        <source>There is no model card.</source>
        <translation>没有模型说明。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Settings of the hub</source>
        <translation>模型站设置</translation>
    </message>
    <message>
        <source>Enter a token</source>
        <translation>填入令牌</translation>
    </message>
    <message>
        <source>Ask for access</source>
        <translation>申请访问</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>打开它的页面</translation>
    </message>
</context>
<context>
    <name>ResultHeader</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Final text</source>
        <translation>最终文本</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>More for the result</source>
        <translation>结果的更多操作</translation>
    </message>
</context>
<context>
    <name>ResultPane</name>
    <message>
        <source>Every change will be marked here, with a reason where there is one. You accept or reject each; your own text stays as it is.</source>
        <translation>每处修改都会标在这里，有理由的附上理由。你可以逐一接受或拒绝；你自己的文本保持原样。</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Previous change</source>
        <translation>上一处修改</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>下一处修改</translation>
    </message>
    <message>
        <source>Undo the decision</source>
        <translation>撤销决定</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>全部拒绝</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>全部接受</translation>
    </message>
    <message>
        <source>{count} flagged</source>
        <translation>{count} 处标记</translation>
    </message>
    <message>
        <source>Find a flag</source>
        <translation>查找标记</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <source>Not done: {change}</source>
        <translation>未采用：{change}</translation>
    </message>
</context>
<context>
    <name>Scope</name>
    <message>
        <source>Ask about {name}</source>
        <translation>就 {name} 提问</translation>
    </message>
    <message numerus="yes">
        <source>Ask %n document(s)</source>
        <translation>
            <numerusform>就 %n 个文档提问</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask these documents and collections</source>
        <translation>就这些文档和合集提问</translation>
    </message>
    <message numerus="yes">
        <source>Ask %n collection(s)</source>
        <translation>
            <numerusform>就 %n 个合集提问</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeChip</name>
    <message>
        <source>Do not ask {name}</source>
        <translation>不再就 {name} 提问</translation>
    </message>
</context>
<context>
    <name>ScopeRow</name>
    <message>
        <source>What is answered from</source>
        <translation>回答的依据</translation>
    </message>
    <message>
        <source>Answers from</source>
        <translation>回答依据</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>合集</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>“{name}” is no longer kept.</source>
        <translation>“{name}”已不再保存。</translation>
    </message>
    <message>
        <source>Add it again.</source>
        <translation>请重新添加。</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search the hub for models</source>
        <translation>在模型站搜索模型</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Fits this computer</source>
        <translation>适合这台电脑</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Any task</source>
        <translation>任何任务</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任何语言</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>任何许可证</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>热门</translation>
    </message>
    <message>
        <source>Most downloads</source>
        <translation>下载最多</translation>
    </message>
    <message>
        <source>Most likes</source>
        <translation>最受喜欢</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Search {host}, for example: qwen 4b</source>
        <translation>搜索 {host}，例如：qwen 4b</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Models that were found</source>
        <translation>找到的模型</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Searching {host}</source>
        <translation>正在搜索 {host}</translation>
    </message>
    <message>
        <source>Looking at this computer</source>
        <translation>正在查看这台电脑</translation>
    </message>
    <message>
        <source>to find out which models fit it</source>
        <translation>看看哪些模型适合它</translation>
    </message>
    <message>
        <source>Asking for more</source>
        <translation>正在请求更多</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>No model fits “{words}”.</source>
        <translation>没有模型符合“{words}”。</translation>
    </message>
    <message>
        <source>No model fits.</source>
        <translation>没有合适的模型。</translation>
    </message>
    <message>
        <source>Try fewer words, or the name of a family: qwen, gemma, mistral.</source>
        <translation>请少用几个词，或用系列的名称：qwen、gemma、mistral。</translation>
    </message>
    <message>
        <source>The filters may leave out what you look for.</source>
        <translation>筛选可能略去了您要找的。</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>不加筛选地搜索</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Settings of the hub</source>
        <translation>模型站设置</translation>
    </message>
    <message>
        <source>Everything on this computer works as before.</source>
        <translation>这台电脑上的一切照常可用。</translation>
    </message>
    <message>
        <source>Inkstone is set to work without the hub.</source>
        <translation>Inkstone 已设为不使用模型站。</translation>
    </message>
    <message>
        <source>Models on this computer work as before. Nothing was sent.</source>
        <translation>这台电脑上的模型照常可用。什么都没有发送。</translation>
    </message>
</context>
<context>
    <name>SegmentBar</name>
    <message>
        <source>What is translated</source>
        <translation>已翻译的部分</translation>
    </message>
    <message>
        <source>{done} of {total} sentences are translated</source>
        <translation>已翻译 {done} / {total} 个句子</translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message>
        <source>The last answer is still being written.</source>
        <translation>上一个回答还没有写完。</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>请先停止它。</translation>
    </message>
    <message>
        <source>No model is chosen yet.</source>
        <translation>尚未选择模型。</translation>
    </message>
    <message>
        <source>Open a GGUF file first.</source>
        <translation>请先打开一个 GGUF 文件。</translation>
    </message>
</context>
<context>
    <name>SentenceCard</name>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Translation of this sentence</source>
        <translation>此句的译文</translation>
    </message>
    <message>
        <source>Previous sentence</source>
        <translation>上一句</translation>
    </message>
    <message>
        <source>Next sentence</source>
        <translation>下一句</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keep this wording</source>
        <translation>采用此译文</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Alternatives</source>
        <translation>其他译法</translation>
    </message>
    <message>
        <source>Translate again</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>How? For example: shorter</source>
        <translation>怎样翻译？例如：更短</translation>
    </message>
    <message>
        <source>How to translate this sentence again</source>
        <translation>重新翻译此句的要求</translation>
    </message>
    <message>
        <source>Sentence {number} of {total}</source>
        <translation>第 {number} 句，共 {total} 句</translation>
    </message>
    <message>
        <source>Looking for other ways to say it…</source>
        <translation>正在寻找其他译法…</translation>
    </message>
    <message>
        <source>Translating again…</source>
        <translation>正在重新翻译…</translation>
    </message>
    <message>
        <source>The model knows no other way to say it.</source>
        <translation>模型没有其他译法。</translation>
    </message>
</context>
<context>
    <name>ServerCard</name>
    <message>
        <source>May be sent there</source>
        <translation>可以发往那里的</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新询问</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>密码短语</translation>
    </message>
    <message>
        <source>Keep keys in an encrypted file</source>
        <translation>把密钥保存在加密文件里</translation>
    </message>
    <message>
        <source>Server {name}</source>
        <translation>服务器 {name}</translation>
    </message>
    <message>
        <source>Ask {name} again</source>
        <translation>重新询问 {name}</translation>
    </message>
    <message>
        <source>Change {name}</source>
        <translation>更改 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Private data is masked before it is sent</source>
        <translation>私人信息在发送前遮盖</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>With http, anybody on the way to that machine can read what is sent. Use https if the server can.</source>
        <translation>使用 http 时，到那台机器途中的任何人都能读到发送的内容。如果服务器支持，请用 https。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>as the address says</source>
        <translation>按地址所示</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Kept in the keyring, never in a file of Inkstone.</source>
        <translation>保存在钥匙串里，从不写入 Inkstone 的文件。</translation>
    </message>
    <message>
        <source>Forget the key</source>
        <translation>忘记密钥</translation>
    </message>
    <message>
        <source>Mask private data before it is sent</source>
        <translation>发送前遮盖私人信息</translation>
    </message>
    <message>
        <source>E-mail addresses, phone and card numbers and keys are replaced, and put back into the answer.</source>
        <translation>电子邮件地址、电话号码、卡号和密钥会被替换，并在回答里还原。</translation>
    </message>
    <message>
        <source>Accept any certificate</source>
        <translation>接受任何证书</translation>
    </message>
    <message>
        <source>Only for a server of your own that signs its certificate itself.</source>
        <translation>只用于您自己的、自行签发证书的服务器。</translation>
    </message>
    <message>
        <source>Then nobody checks that it is this server: another machine on the way could read everything, and the key.</source>
        <translation>那样就没有人检查它是不是这台服务器：途中的另一台机器能读到一切，包括密钥。</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>ask the server</source>
        <translation>询问服务器</translation>
    </message>
    <message>
        <source>Seconds it may keep silent</source>
        <translation>可以沉默的秒数</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A new server</source>
        <translation>新服务器</translation>
    </message>
    <message>
        <source>Change the server</source>
        <translation>更改服务器</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <source>is forgotten when this is saved</source>
        <translation>保存时会忘记</translation>
    </message>
</context>
<context>
    <name>ServerModels</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>再显示 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>finds passages, writes nothing</source>
        <translation>查找段落，不写任何东西</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Not asked yet</source>
        <translation>还没有询问</translation>
    </message>
    <message>
        <source>Asking what it offers</source>
        <translation>正在询问它提供什么</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>It answers, but lists no models</source>
        <translation>它有回应，但没有列出模型</translation>
    </message>
    <message>
        <source>It answers, but has no model</source>
        <translation>它有回应，但没有模型</translation>
    </message>
    <message>
        <source>answered in {count} ms</source>
        <translation>{count} 毫秒内有回应</translation>
    </message>
    <message>
        <source>answered in {count} s</source>
        <translation>{count} 秒内有回应</translation>
    </message>
    <message>
        <source>context {count} tokens</source>
        <translation>上下文 {count} 个词元</translation>
    </message>
    <message>
        <source>A server runs models that are too large for this computer: one of your own, of your team, or any that speaks the OpenAI API. What is sent there leaves this computer, so every conversation asks before.</source>
        <translation>这台电脑带不动的大模型可以由服务器来运行：您自己的、团队的，或任何支持 OpenAI API 的。发给它的内容会离开这台电脑，所以每段对话都会先询问。</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>The server “{name}” was removed.</source>
        <translation>服务器“{name}”已移除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation>设置分类</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>模型站</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Quick window</source>
        <translation>快捷窗口</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShelfList</name>
    <message>
        <source>One model is in memory at a time. The one you use is kept for the next start.</source>
        <translation>内存里一次只有一个模型。您使用的那个会记到下次启动。</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Filter the models by name</source>
        <translation>按名称筛选模型</translation>
    </message>
    <message>
        <source>Find models…</source>
        <translation>查找模型…</translation>
    </message>
    <message>
        <source>Open a GGUF file…</source>
        <translation>打开 GGUF 文件…</translation>
    </message>
    <message>
        <source>Add a folder of models…</source>
        <translation>添加模型文件夹…</translation>
    </message>
    <message>
        <source>Where models are looked for</source>
        <translation>在哪里查找模型</translation>
    </message>
    <message>
        <source>Also use the models of other programs</source>
        <translation>也使用其他程序的模型</translation>
    </message>
    <message>
        <source>LM Studio, Ollama, Hugging Face, GPT4All, Jan and llama.cpp; nothing is copied or changed there.</source>
        <translation>LM Studio、Ollama、Hugging Face、GPT4All、Jan 和 llama.cpp；不在那里复制或更改任何东西。</translation>
    </message>
    <message>
        <source>No model was found yet.</source>
        <translation>还没有找到模型。</translation>
    </message>
    <message>
        <source>No model has this in its name.</source>
        <translation>没有模型的名称包含这个。</translation>
    </message>
</context>
<context>
    <name>ShortcutSettingsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Click into a field and press the keys; Backspace takes them away.</source>
        <translation>点击输入框后按下按键；按 Backspace 清除。</translation>
    </message>
    <message>
        <source>Keys for: {action}</source>
        <translation>“{action}”的快捷键</translation>
    </message>
    <message>
        <source>{action}: back to its own keys</source>
        <translation>{action}：恢复默认快捷键</translation>
    </message>
    <message>
        <source>{keys} already belongs to “{action}”; nothing was changed.</source>
        <translation>{keys} 已用于“{action}”；未作更改。</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Begin a new line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>All of them can be changed in the settings.</source>
        <translation>都可以在设置中更改。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SmallerCopy</name>
    <message>
        <source>Make a smaller copy</source>
        <translation>制作更小的副本</translation>
    </message>
    <message>
        <source>Making the copy</source>
        <translation>正在制作副本</translation>
    </message>
    <message>
        <source>Use the copy</source>
        <translation>使用副本</translation>
    </message>
    <message>
        <source>Show the copy</source>
        <translation>显示副本</translation>
    </message>
    <message>
        <source>This file holds its weights as they were trained. A copy with fewer bits for each weight is smaller and faster, and answers nearly as well; this file stays.</source>
        <translation>这个文件里是训练得到的原始权重。每个权重用更少比特的副本更小、更快，回答几乎一样好；这个文件保留。</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>“{name}” is ready.</source>
        <translation>“{name}”可以使用了。</translation>
    </message>
</context>
<context>
    <name>SourceEditor</name>
    <message>
        <source>Your text</source>
        <translation>你的文本</translation>
    </message>
</context>
<context>
    <name>SourcePane</name>
    <message>
        <source>Text to translate</source>
        <translation>要翻译的文本</translation>
    </message>
    <message>
        <source>Write or paste text, or drop a file here.</source>
        <translation>输入或粘贴文本，或把文件拖到这里。</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>你的文本</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Take the text of the clipboard instead of this one</source>
        <translation>改用剪贴板中的文本，替换此文本</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open a text or a document</source>
        <translation>打开文本或文档</translation>
    </message>
    <message>
        <source>Type or paste a text, drop a file here, or open one.</source>
        <translation>输入或粘贴文本，把文件拖到这里，或打开文件。</translation>
    </message>
    <message>
        <source>There is no text in the clipboard.</source>
        <translation>剪贴板中没有文本。</translation>
    </message>
    <message>
        <source>A line of this text is too long to be edited here; it is shown with breaks.</source>
        <translation>此文本中有一行过长，无法在此编辑；显示时已分行。</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>Source {number}</source>
        <translation>来源 {number}</translation>
    </message>
    <message>
        <source>In no document</source>
        <translation>不在任何文档中</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Also searched</source>
        <translation>同时搜索的文档</translation>
    </message>
    <message>
        <source>Text without a name</source>
        <translation>未命名的文本</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 页</translation>
    </message>
    <message>
        <source>{count} pages</source>
        <translation>{count} 页</translation>
    </message>
    <message>
        <source>Page {page}</source>
        <translation>第 {page} 页</translation>
    </message>
    <message>
        <source>the answer refers to this passage</source>
        <translation>回答引用了此段落</translation>
    </message>
    <message>
        <source>found in the text</source>
        <translation>已在原文中找到</translation>
    </message>
    <message>
        <source>not found in the text</source>
        <translation>未在原文中找到</translation>
    </message>
    <message>
        <source>Page {numbers}</source>
        <translation>第 {numbers} 页</translation>
    </message>
    <message>
        <source>Pages {numbers}</source>
        <translation>第 {numbers} 页</translation>
    </message>
    <message>
        <source>Section {numbers}</source>
        <translation>第 {numbers} 节</translation>
    </message>
    <message>
        <source>Sections {numbers}</source>
        <translation>第 {numbers} 节</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Sources of the answer</source>
        <translation>回答的来源</translation>
    </message>
    <message>
        <source>What an answer from documents stands on is listed here, with its pages. This conversation has no such answer yet.</source>
        <translation>依据文档作出的回答，其来源及页码会列在这里。此对话中还没有这样的回答。</translation>
    </message>
</context>
<context>
    <name>StateCacheRows</name>
    <message>
        <source>Saved conversation states</source>
        <translation>保存的对话状态</translation>
    </message>
    <message>
        <source>none</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation>磁盘空间</translation>
    </message>
    <message>
        <source>A conversation opened again need not be read again by the model.</source>
        <translation>重新打开对话时，模型无需再次读取全文。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear the saved conversation states</source>
        <translation>清除保存的对话状态</translation>
    </message>
    <message>
        <source>Nothing is kept.</source>
        <translation>没有保存任何状态。</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s), {used} of {budget}</source>
        <translation>
            <numerusform>%n 个对话，已用 {used}，上限 {budget}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last notices</source>
        <translation>最近的通知</translation>
    </message>
    <message>
        <source>The last ten notices</source>
        <translation>最近十条通知</translation>
    </message>
    <message>
        <source>Reading {done} of {total} tokens</source>
        <translation>正在读取 {done} / {total} 个词元</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} 词元/秒</translation>
    </message>
    <message>
        <source>first token {seconds} s</source>
        <translation>首词元 {seconds} 秒</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>Model unloaded to free memory</source>
        <translation>模型已卸载以释放内存</translation>
    </message>
    <message>
        <source>Model not loaded</source>
        <translation>模型未加载</translation>
    </message>
    <message>
        <source>Loading {percent} %</source>
        <translation>加载中 {percent}%</translation>
    </message>
    <message>
        <source>Model could not be loaded</source>
        <translation>模型无法加载</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>Opens {target}</source>
        <translation>打开 {target}</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Reading section {done:,} of {total:,}</source>
        <translation>正在读取第 {done:,} / {total:,} 节</translation>
    </message>
    <message>
        <source>Reading {done:,} of {total:,} tokens</source>
        <translation>正在读取 {done:,} / {total:,} 个词元</translation>
    </message>
    <message>
        <source>Merging the notes</source>
        <translation>正在合并笔记</translation>
    </message>
    <message>
        <source>Comparing the documents</source>
        <translation>正在比较文档</translation>
    </message>
    <message>
        <source>Writing the summary of document {done:,} of {total:,}</source>
        <translation>正在写第 {done:,} / {total:,} 个文档的摘要</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>正在写摘要</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Counting the tokens</source>
        <translation>正在计算词元</translation>
    </message>
    <message>
        <source>The model was taken away before the summary was finished.</source>
        <translation>摘要尚未完成，模型已被卸载。</translation>
    </message>
    <message>
        <source>Continue it: what is finished is not read again.</source>
        <translation>请继续：已完成的部分不会重读。</translation>
    </message>
    <message>
        <source>Another model was chosen before the summary was finished.</source>
        <translation>摘要尚未完成，就选择了其他模型。</translation>
    </message>
    <message>
        <source>Choose the first one again to continue it.</source>
        <translation>要继续，请重新选择原来的模型。</translation>
    </message>
    <message>
        <source>The context of the model does not hold a section of the text.</source>
        <translation>模型的上下文容不下一节文本。</translation>
    </message>
    <message>
        <source>Choose a longer context for the model, then continue.</source>
        <translation>请为模型选择更长的上下文，然后继续。</translation>
    </message>
    <message>
        <source>The model gave no answer, twice.</source>
        <translation>模型两次都没有给出回答。</translation>
    </message>
    <message>
        <source>Choose another model, or another length or form.</source>
        <translation>请选择其他模型，或其他长度或形式。</translation>
    </message>
    <message>
        <source>“{name}” is no longer kept.</source>
        <translation>“{name}”已不再保存。</translation>
    </message>
    <message>
        <source>Summarise the file once more.</source>
        <translation>请再次为此文件写摘要。</translation>
    </message>
</context>
<context>
    <name>SummaryRequest</name>
    <message>
        <source>Summarise {name}</source>
        <translation>为 {name} 写摘要</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message numerus="yes">
        <source>Summarise %n document(s)</source>
        <translation>
            <numerusform>为 %n 个文档写摘要</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}: {names}</source>
        <translation>{what}：{names}</translation>
    </message>
    <message>
        <source>{what} ({wishes})</source>
        <translation>{what}（{wishes}）</translation>
    </message>
    <message>
        <source>Another message is just being sent.</source>
        <translation>正在发送另一条消息。</translation>
    </message>
    <message>
        <source>Start again in a moment.</source>
        <translation>请稍后再开始。</translation>
    </message>
    <message>
        <source>one line</source>
        <translation>一行</translation>
    </message>
    <message>
        <source>short</source>
        <translation>简短</translation>
    </message>
    <message>
        <source>one page</source>
        <translation>一页</translation>
    </message>
    <message>
        <source>detailed</source>
        <translation>详细</translation>
    </message>
    <message>
        <source>as a list</source>
        <translation>列表形式</translation>
    </message>
    <message>
        <source>key points</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>as a table of facts</source>
        <translation>事实表形式</translation>
    </message>
    <message>
        <source>as a timeline</source>
        <translation>时间线形式</translation>
    </message>
    <message>
        <source>in {language}</source>
        <translation>语言：{language}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Ask the documents of this summary</source>
        <translation>就此摘要的文档提问</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>The summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Summarise again…</source>
        <translation>重新写摘要…</translation>
    </message>
    <message>
        <source>Continue…</source>
        <translation>继续…</translation>
    </message>
    <message>
        <source>It was not finished, and nothing of it is done yet.</source>
        <translation>未完成，且尚无完成的部分。</translation>
    </message>
    <message numerus="yes">
        <source>It was not finished; %n pass(es) are kept and not computed again.</source>
        <translation>
            <numerusform>未完成；已保留 %n 步，不会重新计算。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this summary for good? Its documents stay, and so do the conversations it stands in.</source>
        <translation>永久删除此摘要？其文档和所在的对话都会保留。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>TargetPane</name>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>The translation appears here.</source>
        <translation>译文会显示在这里。</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Language to translate to</source>
        <translation>目标语言</translation>
    </message>
    <message>
        <source>{number}, or Alt+{number}</source>
        <translation>{number}，或 Alt+{number}</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Discard the edits</source>
        <translation>放弃编辑</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Not saved yet. It is kept here until you do.</source>
        <translation>尚未保存。在你保存之前，编辑内容会留在这里。</translation>
    </message>
</context>
<context>
    <name>TemplateForm</name>
    <message>
        <source>Edit the template</source>
        <translation>编辑模板</translation>
    </message>
    <message>
        <source>Back to the message (Esc)</source>
        <translation>返回消息 (Esc)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>发送的内容</translation>
    </message>
    <message>
        <source>Template: {name}</source>
        <translation>模板：{name}</translation>
    </message>
    <message>
        <source>Add documents…</source>
        <translation>添加文档…</translation>
    </message>
    <message>
        <source>It answers from documents: add some first.</source>
        <translation>此模板依据文档回答：请先添加文档。</translation>
    </message>
    <message>
        <source>A file is still being read.</source>
        <translation>仍在读取一个文件。</translation>
    </message>
</context>
<context>
    <name>TemplateListPanel</name>
    <message>
        <source>Find a template</source>
        <translation>查找模板</translation>
    </message>
    <message>
        <source>Which templates</source>
        <translation>显示哪些模板</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>No template fits.</source>
        <translation>没有匹配的模板。</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>新建模板</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>All templates</source>
        <translation>所有模板</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>我的模板</translation>
    </message>
</context>
<context>
    <name>TemplateMenu</name>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Reset to how it came</source>
        <translation>恢复为初始内容</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export all of my own…</source>
        <translation>导出我的所有模板…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{title} (copy)</source>
        <translation>{title}（副本）</translation>
    </message>
</context>
<context>
    <name>TemplatePicker</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Find a template</source>
        <translation>查找模板</translation>
    </message>
    <message>
        <source>No template fits.</source>
        <translation>没有匹配的模板。</translation>
    </message>
    <message>
        <source>All templates…</source>
        <translation>所有模板…</translation>
    </message>
</context>
<context>
    <name>TemplateTransfer</name>
    <message>
        <source>Import templates</source>
        <translation>导入模板</translation>
    </message>
    <message>
        <source>Export templates</source>
        <translation>导出模板</translation>
    </message>
    <message>
        <source>Templates (*.toml)</source>
        <translation>模板 (*.toml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>There is no template in this file.</source>
        <translation>此文件中没有模板。</translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) imported: {names}.</source>
        <translation>
            <numerusform>已导入 %n 个模板：{names}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) exported to {name}.</source>
        <translation>
            <numerusform>已将 %n 个模板导出到 {name}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplateView</name>
    <message>
        <source>Sample conversation as the model is given it</source>
        <translation>模型得到的示例对话</translation>
    </message>
    <message>
        <source>The model&apos;s own template is tried out…</source>
        <translation>正在试用模型自己的模板…</translation>
    </message>
    <message>
        <source>The file has no chat template; a simple one takes its place.</source>
        <translation>文件里没有聊天模板；用一个简单的代替。</translation>
    </message>
    <message>
        <source>This is what the model is given for a short conversation, word for word:</source>
        <translation>这是模型在一段简短对话中逐字得到的内容：</translation>
    </message>
</context>
<context>
    <name>TemplateWindow</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Choose a template, or make a new one.</source>
        <translation>选择一个模板，或新建一个。</translation>
    </message>
    <message>
        <source>The edits were discarded.</source>
        <translation>已放弃编辑。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The older version stands in the editor. Save it to use it.</source>
        <translation>编辑器中现为较早的版本。保存后即可使用。</translation>
    </message>
    <message>
        <source>“{name}” is as it came. What it was is among its versions.</source>
        <translation>“{name}”已恢复为初始内容。原来的内容保留在它的版本中。</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
</context>
<context>
    <name>Templates</name>
    <message>
        <source>Open in Write</source>
        <translation>在“写作”中打开</translation>
    </message>
    <message>
        <source>Open in Translate</source>
        <translation>在“翻译”中打开</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Example {number}</source>
        <translation>示例 {number}</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>新建模板</translation>
    </message>
    <message numerus="yes">
        <source>%n template(s)</source>
        <translation>
            <numerusform>%n 个模板</numerusform>
        </translation>
    </message>
    <message>
        <source>Line {line}: {why}.</source>
        <translation>第 {line} 行：{why}。</translation>
    </message>
    <message>
        <source>{why}.</source>
        <translation>{why}。</translation>
    </message>
    <message>
        <source>Text of several lines</source>
        <translation>多行文本</translation>
    </message>
    <message>
        <source>One line</source>
        <translation>单行文本</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What is selected or written</source>
        <translation>选中或输入的文本</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
</context>
<context>
    <name>TemplatesLink</name>
    <message>
        <source>The message before is still being kept.</source>
        <translation>上一条消息仍在保存。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后再试。</translation>
    </message>
</context>
<context>
    <name>TermModel</name>
    <message>
        <source>Term</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留原文</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Leave this term as it is</source>
        <translation>此术语保留原文</translation>
    </message>
    <message>
        <source>not translated</source>
        <translation>不翻译</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>翻译</translation>
    </message>
</context>
<context>
    <name>TermTable</name>
    <message>
        <source>Terms</source>
        <translation>术语</translation>
    </message>
</context>
<context>
    <name>TextVariable</name>
    <message>
        <source>One a line, or divided by commas</source>
        <translation>每行一个，或用逗号分隔</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
</context>
<context>
    <name>Titles</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>TokenForm</name>
    <message>
        <source>Get a token…</source>
        <translation>获取令牌…</translation>
    </message>
    <message>
        <source>Opens the hub&apos;s page in the browser</source>
        <translation>在浏览器里打开模型站的页面</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A token for {host}</source>
        <translation>{host} 的令牌</translation>
    </message>
    <message>
        <source>It says who you are, so that the hub can let you in. It is kept in the keyring of this computer and goes to {host} alone.</source>
        <translation>它表明您是谁，好让模型站放行。它保存在这台电脑的钥匙串里，只发给 {host}。</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Keep the token</source>
        <translation>保存令牌</translation>
    </message>
    <message>
        <source>The passphrase of your encrypted file</source>
        <translation>加密文件的密码短语</translation>
    </message>
    <message>
        <source>Tokens and keys are kept there, for this system has no keyring.</source>
        <translation>令牌和密钥保存在那里，因为这个系统没有钥匙串。</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>This system has no keyring</source>
        <translation>这个系统没有钥匙串</translation>
    </message>
    <message>
        <source>The token can be kept in a file that a passphrase encrypts. Inkstone asks for the passphrase when it needs the token. It cannot be recovered.</source>
        <translation>令牌可以保存在用密码短语加密的文件里。Inkstone 需要令牌时会询问密码短语。它无法找回。</translation>
    </message>
    <message>
        <source>Keep it in an encrypted file</source>
        <translation>保存在加密文件里</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>密码短语</translation>
    </message>
    <message>
        <source>Keeping it</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Asking the hub whose it is</source>
        <translation>正在询问模型站这是谁的</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>发送到</translation>
    </message>
    <message>
        <source>nothing was masked</source>
        <translation>没有遮盖任何内容</translation>
    </message>
    <message>
        <source>Private data</source>
        <translation>私人信息</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>{count} of them known before</source>
        <translation>其中 {count} 个已缓存</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>{count} tokens/s</source>
        <translation>{count} 词元/秒</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>after {count} s</source>
        <translation>{count} 秒后</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首词元</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>nothing was measured</source>
        <translation>没有测量数据</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Cut at the token limit</source>
        <translation>达到词元上限，已截断</translation>
    </message>
    <message>
        <source>Interrupted: the application was closed. What was written is kept.</source>
        <translation>已中断：应用程序被关闭。已写出的内容已保留。</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>正在思考</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>已思考</translation>
    </message>
    <message>
        <source>Thought for less than 1 s</source>
        <translation>思考不到 1 秒</translation>
    </message>
    <message>
        <source>Thought for {count} s</source>
        <translation>思考了 {count} 秒</translation>
    </message>
    <message>
        <source>Thought for {count} min</source>
        <translation>思考了 {count} 分钟</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Reading {done} of {total} tokens</source>
        <translation>正在读取 {done} / {total} 个词元</translation>
    </message>
    <message>
        <source>Sources: {what}</source>
        <translation>来源：{what}</translation>
    </message>
    <message>
        <source>Show the sources</source>
        <translation>显示来源</translation>
    </message>
    <message>
        <source>1 source</source>
        <translation>1 个来源</translation>
    </message>
    <message>
        <source>{count} sources</source>
        <translation>{count} 个来源</translation>
    </message>
    <message>
        <source>1 document was searched</source>
        <translation>已搜索 1 个文档</translation>
    </message>
    <message>
        <source>{count} documents were searched</source>
        <translation>已搜索 {count} 个文档</translation>
    </message>
    <message>
        <source>All of the text was read</source>
        <translation>已读全文</translation>
    </message>
    <message>
        <source>{percent} % of the text was read</source>
        <translation>已读全文的 {percent}%</translation>
    </message>
    <message>
        <source>{read} of {count} sections</source>
        <translation>{read} / {count} 节</translation>
    </message>
    <message>
        <source>1 section</source>
        <translation>1 节</translation>
    </message>
    <message>
        <source>{count} sections</source>
        <translation>{count} 节</translation>
    </message>
    <message>
        <source>the quotation was found in the text</source>
        <translation>引文已在原文中找到</translation>
    </message>
    <message>
        <source>the quotation was not found in the text</source>
        <translation>引文未在原文中找到</translation>
    </message>
    <message>
        <source>{found} of {count} quotations found in the text</source>
        <translation>{count} 处引文中有 {found} 处在原文中找到</translation>
    </message>
</context>
<context>
    <name>TranscriptLink</name>
    <message>
        <source>Folding earlier messages into a summary</source>
        <translation>正在将较早的消息收进摘要</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>选择其他模型</translation>
    </message>
    <message>
        <source>Allow sending…</source>
        <translation>允许发送…</translation>
    </message>
    <message>
        <source>Ask in a new conversation</source>
        <translation>在新对话中提问</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>TranslateDropHint</name>
    <message>
        <source>Translate this file</source>
        <translation>翻译此文件</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translate a file…</source>
        <translation>翻译文件…</translation>
    </message>
    <message>
        <source>Glossaries…</source>
        <translation>术语表…</translation>
    </message>
    <message>
        <source>Next sentence</source>
        <translation>下一句</translation>
    </message>
    <message>
        <source>Previous sentence</source>
        <translation>上一句</translation>
    </message>
    <message>
        <source>Open the sentence</source>
        <translation>打开此句</translation>
    </message>
    <message>
        <source>Translate a file</source>
        <translation>翻译文件</translation>
    </message>
    <message>
        <source>Files to translate ({endings})</source>
        <translation>可翻译的文件 ({endings})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Files are translated one at a time; this is the first.</source>
        <translation>一次只翻译一个文件；这是第一个。</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Translate again</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Translate anyway</source>
        <translation>仍然翻译</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>Translation</name>
    <message>
        <source>The sentence was left as it was: marks like ⟦1⟧ are missing.</source>
        <translation>句子保持原样：缺少像 ⟦1⟧ 这样的标记。</translation>
    </message>
    <message>
        <source>They stand for the formatting; keep each of them once.</source>
        <translation>这些标记代表格式；请各保留一次。</translation>
    </message>
    <message>
        <source>There is no text yet.</source>
        <translation>还没有文本。</translation>
    </message>
    <message>
        <source>The text is in the target language already.</source>
        <translation>文本已是目标语言。</translation>
    </message>
    <message>
        <source>Choose another target language.</source>
        <translation>请选择其他目标语言。</translation>
    </message>
    <message>
        <source>The target language is missing.</source>
        <translation>尚未选择目标语言。</translation>
    </message>
    <message>
        <source>Choose the language to translate into.</source>
        <translation>请选择要翻译成的语言。</translation>
    </message>
    <message>
        <source>Both languages are the same.</source>
        <translation>两种语言相同。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请另选一种。</translation>
    </message>
</context>
<context>
    <name>TranslationFiles</name>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>Presentation</source>
        <translation>演示文稿</translation>
    </message>
    <message>
        <source>Subtitles (SRT)</source>
        <translation>字幕 (SRT)</translation>
    </message>
    <message>
        <source>Subtitles (WebVTT)</source>
        <translation>字幕 (WebVTT)</translation>
    </message>
    <message>
        <source>Messages of a program (PO)</source>
        <translation>程序界面文本 (PO)</translation>
    </message>
    <message>
        <source>Translation only</source>
        <translation>仅译文</translation>
    </message>
    <message>
        <source>Bilingual: below each paragraph</source>
        <translation>双语：译文在各段下方</translation>
    </message>
    <message>
        <source>Bilingual: in two columns</source>
        <translation>双语：分为两栏</translation>
    </message>
    <message>
        <source>Looking into the file…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message>
        <source>The model is being loaded…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>There is nothing to translate in it.</source>
        <translation>其中没有可翻译的内容。</translation>
    </message>
    <message numerus="yes">
        <source>All %n sentence(s) are translated.</source>
        <translation>
            <numerusform>全部 %n 个句子都已翻译。</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {total} sentences are translated, and kept.</source>
        <translation>已翻译并保留 {done} / {total} 个句子。</translation>
    </message>
</context>
<context>
    <name>TranslationRows</name>
    <message>
        <source>Translation memory</source>
        <translation>翻译记忆</translation>
    </message>
    <message>
        <source>Clear the memory…</source>
        <translation>清空翻译记忆…</translation>
    </message>
    <message>
        <source>Forget all remembered sentences for good, those that you wrote included? Translations that you saved stay.</source>
        <translation>永久忘记所有记住的句子，包括你自己写的？你保存的译文会保留。</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>全部忘记</translation>
    </message>
    <message>
        <source>No sentence is remembered.</source>
        <translation>没有记住任何句子。</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) are remembered and reused when they come again.</source>
        <translation>
            <numerusform>已记住 %n 个句子，再次出现时直接使用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranslationSettingsPage</name>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>A sentence that was translated before, word for word, is not translated again: it is taken from memory, and shown as such.</source>
        <translation>以前翻译过的句子一字不差地再次出现时，不会重新翻译：译文直接取自翻译记忆，并会标明。</translation>
    </message>
</context>
<context>
    <name>TranslationWords</name>
    <message>
        <source>This seems to be {language}.</source>
        <translation>这似乎是{language}。</translation>
    </message>
    <message>
        <source>This does not seem to be {language}.</source>
        <translation>这似乎不是{language}。</translation>
    </message>
    <message>
        <source>The term {item} should be {wanted} here.</source>
        <translation>术语{item}在此处应译为{wanted}。</translation>
    </message>
    <message>
        <source>The text was left untranslated.</source>
        <translation>文本未被翻译。</translation>
    </message>
    <message>
        <source>A mark of the formatting was lost.</source>
        <translation>丢失了一处格式标记。</translation>
    </message>
    <message>
        <source>The model repeated itself.</source>
        <translation>模型的输出有重复。</translation>
    </message>
    <message>
        <source>The end may be missing.</source>
        <translation>结尾可能缺失。</translation>
    </message>
    <message>
        <source>The model did not translate this.</source>
        <translation>模型没有翻译此处。</translation>
    </message>
    <message>
        <source>{what} {became} is not in the text.</source>
        <translation>原文中没有{what}{became}。</translation>
    </message>
    <message>
        <source>{what} {item} is missing.</source>
        <translation>缺少{what}{item}。</translation>
    </message>
    <message>
        <source>{what} {item} became {became}.</source>
        <translation>{what}{item}变成了{became}。</translation>
    </message>
    <message>
        <source>{what} {item} should be looked at.</source>
        <translation>请检查{what}{item}。</translation>
    </message>
    <message>
        <source>The number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>The unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>The date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>The link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>The address</source>
        <translation>邮箱地址</translation>
    </message>
    <message>
        <source>The name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The placeholder</source>
        <translation>占位符</translation>
    </message>
    <message>
        <source>The code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>The part</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>From memory</source>
        <translation>来自翻译记忆</translation>
    </message>
    <message>
        <source>Edited by you</source>
        <translation>由你编辑</translation>
    </message>
    <message>
        <source>Nothing to translate</source>
        <translation>无需翻译</translation>
    </message>
    <message>
        <source>Not translated yet</source>
        <translation>尚未翻译</translation>
    </message>
    <message>
        <source>Sentence {now} of {total}</source>
        <translation>第 {now} / {total} 句</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>约剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>about {hours} h left</source>
        <translation>约剩 {hours} 小时</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s)</source>
        <translation>
            <numerusform>%n 个句子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n 句待检查</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Inkstone</source>
        <translation>打开 Inkstone</translation>
    </message>
    <message>
        <source>Quick window</source>
        <translation>快捷窗口</translation>
    </message>
    <message>
        <source>Translate the clipboard</source>
        <translation>翻译剪贴板内容</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>TryPanel</name>
    <message>
        <source>It has no variables.</source>
        <translation>此模板没有变量。</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>发送的内容</translation>
    </message>
    <message>
        <source>Use in the chat</source>
        <translation>在聊天中使用</translation>
    </message>
</context>
<context>
    <name>TurnArea</name>
    <message>
        <source>Jump to latest</source>
        <translation>跳到最新</translation>
    </message>
    <message>
        <source>Jump to latest (End)</source>
        <translation>跳到最新 (End)</translation>
    </message>
</context>
<context>
    <name>TurnEditor</name>
    <message>
        <source>Your message</source>
        <translation>你的消息</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Cancel (Esc)</source>
        <translation>取消 (Esc)</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送 (Enter)</translation>
    </message>
</context>
<context>
    <name>TurnWidget</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>复制链接地址</translation>
    </message>
</context>
<context>
    <name>VariableField</name>
    <message>
        <source>{name} (optional)</source>
        <translation>{name}（选填）</translation>
    </message>
    <message>
        <source>This is not filled in.</source>
        <translation>此项未填写。</translation>
    </message>
    <message>
        <source>{why}.</source>
        <translation>{why}。</translation>
    </message>
</context>
<context>
    <name>VariantPanel</name>
    <message>
        <source>To read images</source>
        <translation>看图片</translation>
    </message>
    <message>
        <source>The file with which it reads images</source>
        <translation>看图用的文件</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Show downloads</source>
        <translation>显示下载</translation>
    </message>
    <message>
        <source>Files to choose from</source>
        <translation>可选的文件</translation>
    </message>
    <message>
        <source>Without it: text alone</source>
        <translation>不用它：只读文字</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>There is no GGUF file here that Inkstone could use.</source>
        <translation>这里没有 Inkstone 能用的 GGUF 文件。</translation>
    </message>
    <message>
        <source>{name}, {size}</source>
        <translation>{name}，{size}</translation>
    </message>
</context>
<context>
    <name>VerifyRow</name>
    <message>
        <source>Verify again</source>
        <translation>重新校验</translation>
    </message>
    <message>
        <source>Reading the whole file</source>
        <translation>正在读取整个文件</translation>
    </message>
    <message>
        <source>Found unchanged on {day}.</source>
        <translation>{day} 检查过，没有变化。</translation>
    </message>
    <message>
        <source>It was checked when it was downloaded.</source>
        <translation>下载时检查过。</translation>
    </message>
    <message>
        <source>Reads the file to its end and remembers what it holds (SHA-256).</source>
        <translation>把文件从头读到尾，并记住它的内容 (SHA-256)。</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>The file is not what it was: it is damaged, or another one took its place. Download it again.</source>
        <translation>文件和以前不一样了：它已损坏，或被另一个文件取代。请重新下载。</translation>
    </message>
    <message>
        <source>The file is unchanged, to the last byte.</source>
        <translation>文件没有变化，一个字节都没有。</translation>
    </message>
    <message>
        <source>The file can be read to its end. Nobody knew what it should hold; from now on it is compared with what it holds today.</source>
        <translation>文件可以读到末尾。没有人知道它应有的内容；从现在起与今天的内容比较。</translation>
    </message>
</context>
<context>
    <name>VersionList</name>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>The version&apos;s text</source>
        <translation>此版本的文本</translation>
    </message>
    <message>
        <source>Edit this version</source>
        <translation>编辑此版本</translation>
    </message>
    <message>
        <source>Each time it is saved a version is kept.</source>
        <translation>每次保存都会保留一个版本。</translation>
    </message>
    <message>
        <source>There is no earlier version: one is kept each time it is saved.</source>
        <translation>没有更早的版本：每次保存都会保留一个版本。</translation>
    </message>
    <message>
        <source>{day} · now</source>
        <translation>{day} · 当前</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Find or do anything</source>
        <translation>查找或执行任何操作</translation>
    </message>
    <message>
        <source>Go to {mode}</source>
        <translation>转到{mode}</translation>
    </message>
    <message>
        <source>Go to the composer</source>
        <translation>转到输入框</translation>
    </message>
    <message>
        <source>Sources and parameters</source>
        <translation>来源和参数</translation>
    </message>
    <message>
        <source>Parameters of this conversation</source>
        <translation>此对话的参数</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings of the hub</source>
        <translation>模型站设置</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>所有快捷键</translation>
    </message>
    <message>
        <source>Last notices</source>
        <translation>最近的通知</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>显示或隐藏对话列表</translation>
    </message>
    <message>
        <source>Light appearance</source>
        <translation>浅色外观</translation>
    </message>
    <message>
        <source>Dark appearance</source>
        <translation>深色外观</translation>
    </message>
    <message>
        <source>Appearance of the system</source>
        <translation>跟随系统外观</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Find in all conversations</source>
        <translation>在所有对话中查找</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>上一个对话</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>下一个对话</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Pin or unpin this conversation</source>
        <translation>置顶或取消置顶此对话</translation>
    </message>
    <message>
        <source>Delete this conversation</source>
        <translation>删除此对话</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Regenerate the last answer</source>
        <translation>重新生成上一个回答</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>复制上一个回答</translation>
    </message>
    <message>
        <source>Export the last answer…</source>
        <translation>导出上一个回答…</translation>
    </message>
    <message>
        <source>Attach a file…</source>
        <translation>附加文件…</translation>
    </message>
    <message>
        <source>Summarise documents…</source>
        <translation>为文档写摘要…</translation>
    </message>
    <message>
        <source>Summarise a folder…</source>
        <translation>为文件夹写摘要…</translation>
    </message>
    <message>
        <source>Summarise the clipboard</source>
        <translation>为剪贴板内容写摘要</translation>
    </message>
    <message>
        <source>Ask documents…</source>
        <translation>就文档提问…</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>新建合集…</translation>
    </message>
    <message>
        <source>Ask the documents of a folder…</source>
        <translation>就文件夹中的文档提问…</translation>
    </message>
    <message>
        <source>Work on the text of the clipboard</source>
        <translation>处理剪贴板中的文本</translation>
    </message>
    <message>
        <source>Translate the clipboard</source>
        <translation>翻译剪贴板内容</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>New template…</source>
        <translation>新建模板…</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Open a GGUF file…</source>
        <translation>打开 GGUF 文件…</translation>
    </message>
    <message>
        <source>Copy GGUF files into my models…</source>
        <translation>把 GGUF 文件复制到我的模型里…</translation>
    </message>
    <message>
        <source>Add a folder of models…</source>
        <translation>添加模型文件夹…</translation>
    </message>
    <message>
        <source>Unload the model</source>
        <translation>卸载模型</translation>
    </message>
    <message>
        <source>Edit my last message (in an empty composer)</source>
        <translation>编辑上一条消息（输入框为空）</translation>
    </message>
    <message>
        <source>The last answer was copied.</source>
        <translation>已复制上一个回答。</translation>
    </message>
    <message>
        <source>Open a GGUF file</source>
        <translation>打开 GGUF 文件</translation>
    </message>
    <message>
        <source>Copy GGUF files into my models</source>
        <translation>把 GGUF 文件复制到我的模型里</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Add a folder of models</source>
        <translation>添加模型文件夹</translation>
    </message>
</context>
<context>
    <name>WorkPanel</name>
    <message>
        <source>Progress of the summary</source>
        <translation>摘要进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>WorkRow</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop: {doing}</source>
        <translation>停止：{doing}</translation>
    </message>
    <message>
        <source>{doing}, {percent} %</source>
        <translation>{doing}，{percent} %</translation>
    </message>
</context>
<context>
    <name>WriteCommands</name>
    <message>
        <source>Proofread the text</source>
        <translation>校对文本</translation>
    </message>
    <message>
        <source>All actions for the text…</source>
        <translation>文本的所有操作…</translation>
    </message>
    <message>
        <source>Open a text to work on…</source>
        <translation>打开要处理的文本…</translation>
    </message>
    <message>
        <source>Copy the result</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <source>Replace in the file</source>
        <translation>替换文件中的文本</translation>
    </message>
    <message>
        <source>Save the result as…</source>
        <translation>结果另存为…</translation>
    </message>
    <message>
        <source>Go on with the result as your text</source>
        <translation>将结果作为你的文本继续处理</translation>
    </message>
    <message>
        <source>Insert the result below your text</source>
        <translation>将结果插入你的文本下方</translation>
    </message>
    <message>
        <source>Continue in chat</source>
        <translation>在聊天中继续</translation>
    </message>
    <message>
        <source>Show the result before this one</source>
        <translation>显示上一个结果</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>下一处修改</translation>
    </message>
    <message>
        <source>Previous change</source>
        <translation>上一处修改</translation>
    </message>
    <message>
        <source>Accept all changes</source>
        <translation>接受所有修改</translation>
    </message>
    <message>
        <source>Reject all changes</source>
        <translation>拒绝所有修改</translation>
    </message>
    <message>
        <source>Accept the change</source>
        <translation>接受此修改</translation>
    </message>
    <message>
        <source>Reject the change</source>
        <translation>拒绝此修改</translation>
    </message>
    <message>
        <source>Undo the decision</source>
        <translation>撤销决定</translation>
    </message>
    <message>
        <source>Redo the decision</source>
        <translation>重做决定</translation>
    </message>
</context>
<context>
    <name>WritePage</name>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Open a text</source>
        <translation>打开文本</translation>
    </message>
    <message>
        <source>Only {name} is opened: one text at a time.</source>
        <translation>只打开 {name}：一次只能处理一份文本。</translation>
    </message>
    <message>
        <source>{name} holds no text.</source>
        <translation>{name} 中没有文本。</translation>
    </message>
</context>
<context>
    <name>Writing</name>
    <message>
        <source>An action needs a name and an instruction.</source>
        <translation>操作需要名称和指令。</translation>
    </message>
    <message>
        <source>There is no text yet.</source>
        <translation>还没有文本。</translation>
    </message>
    <message>
        <source>Type or paste one, or open a file.</source>
        <translation>请输入或粘贴文本，或打开文件。</translation>
    </message>
    <message>
        <source>No model is chosen yet.</source>
        <translation>尚未选择模型。</translation>
    </message>
    <message>
        <source>Choose one, then try again.</source>
        <translation>请选择一个，然后再试一次。</translation>
    </message>
    <message>
        <source>{name} could not be written.</source>
        <translation>无法写入 {name}。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>{name} is a folder; open a single file.</source>
        <translation>{name} 是文件夹；请打开单个文件。</translation>
    </message>
    <message>
        <source>{name} is not there any more.</source>
        <translation>{name} 已不存在。</translation>
    </message>
    <message>
        <source>{name} could not be read.</source>
        <translation>无法读取 {name}。</translation>
    </message>
    <message>
        <source>Check that you may open it.</source>
        <translation>请确认你有权打开它。</translation>
    </message>
    <message>
        <source>{name} is larger than 20 MB and was not opened.</source>
        <translation>{name} 超过 20 MB，未打开。</translation>
    </message>
    <message>
        <source>Open a part of it, or summarise it.</source>
        <translation>请打开其中一部分，或为其写摘要。</translation>
    </message>
    <message>
        <source>{name} is not a plain text that can be written back.</source>
        <translation>{name} 不是可以写回的纯文本。</translation>
    </message>
    <message>
        <source>Save the text as another file.</source>
        <translation>请把文本另存为其他文件。</translation>
    </message>
    <message>
        <source>{name} could not be written; it is as it was.</source>
        <translation>无法写入 {name}；文件保持原样。</translation>
    </message>
    <message>
        <source>Save the text as another file, or open it again.</source>
        <translation>请把文本另存为其他文件，或重新打开此文件。</translation>
    </message>
    <message>
        <source>{name} is not there any more; nothing was written.</source>
        <translation>{name} 已不存在；未写入任何内容。</translation>
    </message>
    <message>
        <source>{name} could not be read; nothing was written.</source>
        <translation>无法读取 {name}；未写入任何内容。</translation>
    </message>
    <message>
        <source>{name} was changed on the disk since it was opened; nothing was written.</source>
        <translation>{name} 打开之后在磁盘上有更改；未写入任何内容。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The answer had no more room: its end is missing.</source>
        <translation>回答因空间用尽而被截断：缺少结尾。</translation>
    </message>
    <message>
        <source>The model did not do this as it was asked to.</source>
        <translation>模型没有按要求完成。</translation>
    </message>
    <message numerus="yes">
        <source>The model did not do %n paragraph(s) as it was asked to.</source>
        <translation>
            <numerusform>模型有 %n 个段落没有按要求完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>{done} of {total} paragraphs are done; the rest is as it was.</source>
        <translation>已完成 {done} / {total} 个段落；其余保持原样。</translation>
    </message>
    <message>
        <source>Proofread</source>
        <translation>校对</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Shorten</source>
        <translation>缩短</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>扩写</translation>
    </message>
    <message>
        <source>Simplify</source>
        <translation>简化</translation>
    </message>
    <message>
        <source>Make formal</source>
        <translation>改为正式语气</translation>
    </message>
    <message>
        <source>Make friendly</source>
        <translation>改为友好语气</translation>
    </message>
    <message>
        <source>Make professional</source>
        <translation>改为专业语气</translation>
    </message>
    <message>
        <source>Continue writing</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>列提纲</translation>
    </message>
    <message>
        <source>Write a reply</source>
        <translation>写回复</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>To bullet points</source>
        <translation>转为项目列表</translation>
    </message>
    <message>
        <source>To a table</source>
        <translation>转为表格</translation>
    </message>
    <message>
        <source>Find a title</source>
        <translation>拟标题</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>Added: {text}</source>
        <translation>增加：{text}</translation>
    </message>
    <message>
        <source>Removed: {text}</source>
        <translation>删除：{text}</translation>
    </message>
    <message>
        <source>{kind} is missing: {item}</source>
        <translation>缺少{kind}：{item}</translation>
    </message>
    <message>
        <source>{kind} was not there before: {item}</source>
        <translation>原文中没有此{kind}：{item}</translation>
    </message>
    <message>
        <source>{kind} should be checked: {item}</source>
        <translation>请检查{kind}：{item}</translation>
    </message>
    <message>
        <source>{kind} was changed: {item} → {became}</source>
        <translation>{kind}被修改：{item} → {became}</translation>
    </message>
    <message>
        <source>A number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>A unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>A date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>A link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>An e-mail address</source>
        <translation>邮箱地址</translation>
    </message>
    <message>
        <source>A name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>A quotation</source>
        <translation>引文</translation>
    </message>
    <message>
        <source>A placeholder</source>
        <translation>占位符</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Formatting</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>A citation</source>
        <translation>引用标注</translation>
    </message>
    <message>
        <source>A term</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Something</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>The answer is in another language than the text.</source>
        <translation>回答与文本的语言不同。</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped here.</source>
        <translation>模型开始重复，已在此处停止。</translation>
    </message>
    <message>
        <source>The answer had no more room: its end is missing here.</source>
        <translation>回答因空间用尽而被截断：此处缺少结尾。</translation>
    </message>
    <message>
        <source>The model refused to do this; the text is as it was.</source>
        <translation>模型拒绝执行；文本保持原样。</translation>
    </message>
    <message>
        <source>The model gave the text back without doing anything.</source>
        <translation>模型原样返回了文本，未作任何处理。</translation>
    </message>
    <message>
        <source>{decided} of {total} decided</source>
        <translation>已决定 {decided} / {total} 处</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有修改</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>Reading the text…</source>
        <translation>正在读取文本…</translation>
    </message>
    <message>
        <source>Paragraph {number} of {total}</source>
        <translation>第 {number} 段，共 {total} 段</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 个字符</translation>
    </message>
    <message numerus="yes">
        <source>{count} word(s)</source>
        <translation>
            <numerusform>{count} 个词</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_FoldLine</name>
    <message>
        <source>Show rule</source>
        <translation>查看规则</translation>
    </message>
    <message>
        <source>Fold it</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Fold the summary</source>
        <translation>收起摘要</translation>
    </message>
    <message>
        <source>Read the summary</source>
        <translation>查看摘要</translation>
    </message>
</context>
<context>
    <name>_FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Use Inkstone&apos;s own folder</source>
        <translation>使用 Inkstone 自己的文件夹</translation>
    </message>
</context>
<context>
    <name>_Questions</name>
    <message>
        <source>Ask: {question}</source>
        <translation>提问：{question}</translation>
    </message>
</context>
</TS>
