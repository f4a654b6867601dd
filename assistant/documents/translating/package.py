"""An Office file with some of its parts replaced; the others are copied as they are packed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from lxml import etree

from assistant.documents.archives import Archive, damaged, faults_of_the_file, too_much

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LEVEL = 5  # XML takes twice the time with 6, for one percent
_STREAMED, _ZIP64 = 0x08, 0x0001
_MOST = 0xFFFF_0000
_TYPES = "[Content_Types].xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"


class Package:
    """The parts of an Office file. Raises what `Archive` does."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._archive = Archive(data)
        self._infos = self._archive.infos
        self.names = self._archive.names
        self.types = self._content_types()

    def _content_types(self) -> dict[str, str]:
        """part → content type, of those that are named one by one."""
        root = self.tree(_TYPES)
        return {
            one.get("PartName", "").lstrip("/"): one.get("ContentType", "")
            for one in root.iter(_OVERRIDE)
        }

    def of_type(self, *endings: str) -> list[str]:
        """The parts whose content type ends so, in the order of `endings`, then of the file."""
        return [
            name
            for ending in endings
            for name in self.names
            if self.types.get(name, "").endswith(ending)
        ]

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def tree(self, name: str) -> etree._Element:
        """The root of a part, comments and processing instructions included."""
        return parsed(self._archive.read(name))

    def with_parts(self, parts: Mapping[str, etree._Element]) -> Sequence[bytes | memoryview]:
        """The file in pieces, these parts with new content."""
        return _Copy(self.data, self._infos, {n: serialised(r) for n, r in parts.items()}).pieces


def parsed(data: bytes) -> etree._Element:
    """As `archives.parse_xml`, but nothing is left out. No document type is allowed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    with faults_of_the_file():
        root = etree.fromstring(data, parser)
    if root is None or root.getroottree().docinfo.doctype:
        raise damaged()
    return root


def serialised(root: etree._Element) -> bytes:
    """The part as it is written."""
    tree = root.getroottree()
    return bytes(
        etree.tostring(
            tree, encoding="UTF-8", xml_declaration=True, standalone=tree.docinfo.standalone
        )
    )


class _Copy:
    def __init__(
        self, data: bytes, infos: Sequence[zipfile.ZipInfo], changed: Mapping[str, bytes]
    ) -> None:
        self._data = memoryview(data)
        self.pieces: list[bytes | memoryview] = []
        self._at = 0
        directory = [
            self._member(info, changed.get(info.filename.lstrip("/")))
            for info in sorted(infos, key=lambda one: one.header_offset)
        ]
        order = {id(info): number for number, info in enumerate(infos)}
        directory.sort(key=lambda one: order[id(one[0])])
        start = self._at
        for _info, entry in directory:
            self._put(entry)
        end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), self._at - start, start, 0)
        self._put(end)

    def _put(self, piece: bytes | memoryview) -> None:
        self.pieces.append(piece)
        self._at += len(piece)
        if self._at > _MOST:
            raise too_much()

    def _member(
        self, info: zipfile.ZipInfo, content: bytes | None
    ) -> tuple[zipfile.ZipInfo, bytes]:
        """Write a member; its entry for the directory."""
        name, local_extra, packed = self._packed(info)
        crc, size, method = info.CRC, info.file_size, info.compress_type
        if content is not None:
            crc, size = zlib.crc32(content), len(content)
            packed, method = _compressed(content, method)
        flags = info.flag_bits & ~_STREAMED
        year, month, day, hour, minute, second = info.date_time
        stamp = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
        version = min(info.extract_version, 63)
        sizes = (crc, len(packed), size)
        start = self._at
        self._put(
            _LOCAL.pack(
                *(b"PK\3\4", version, flags, method, *stamp, *sizes, len(name), len(local_extra))
            )
        )
        self._put(name + local_extra)
        self._put(packed)
        extra = _without_zip64(info.extra)
        entry = _CENTRAL.pack(
            *(b"PK\1\2", info.create_version & 0xFF, info.create_system & 0xFF, version, 0),
            *(flags, method, *stamp, *sizes, len(name), len(extra), len(info.comment), 0),
            *(info.internal_attr, info.external_attr, start),
        )
        return info, entry + name + extra + info.comment

    def _packed(self, info: zipfile.ZipInfo) -> tuple[bytes, bytes, bytes | memoryview]:
        """The name, the extra field and the content of a member, as they are packed."""
        at = info.header_offset
        with faults_of_the_file():
            header = _LOCAL.unpack(self._data[at : at + _LOCAL.size])
        name_end = at + _LOCAL.size + header[9]
        start = name_end + header[10]
        end = start + info.compress_size
        if header[0] != b"PK\3\4" or end > len(self._data):
            raise damaged()
        name = bytes(self._data[at + _LOCAL.size : name_end])
        return name, _without_zip64(bytes(self._data[name_end:start])), self._data[start:end]


def _compressed(content: bytes, method: int) -> tuple[bytes, int]:
    if method == zipfile.ZIP_STORED:
        return content, method
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), zipfile.ZIP_DEFLATED


def _without_zip64(extra: bytes) -> bytes:
    """The extra field without sizes of eight bytes: what is written here needs none."""
    kept: list[bytes] = []
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept.append(extra[at : at + 4 + size])
        at += 4 + size
    return b"".join(kept) + extra[at:] if at < len(extra) else b"".join(kept)
