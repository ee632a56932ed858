// SPDX-License-Identifier: MIT
#include <loccer/trace/elf_image.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <string>
#include <vector>

namespace {

using loccer::trace::find_build_id;
using loccer::trace::headers_at;
using loccer::trace::inspect;

using Bytes = std::vector<unsigned char>;

void append_note(Bytes& notes, const std::string& owner, std::uint32_t type, const Bytes& text, std::size_t align = 4) {
    const std::uint32_t header[] = {static_cast<std::uint32_t>(owner.size()), static_cast<std::uint32_t>(text.size()),
                                    type};
    const auto* const raw = reinterpret_cast<const unsigned char*>(header);
    notes.insert(notes.end(), raw, raw + sizeof(header));
    notes.insert(notes.end(), owner.begin(), owner.end());
    notes.resize((notes.size() + align - 1) / align * align);
    notes.insert(notes.end(), text.begin(), text.end());
    notes.resize((notes.size() + align - 1) / align * align);
}

const std::string gnu{"GNU\0", 4};

TEST(FindBuildId, FindsTheNoteBehindOthers) {
    Bytes notes;
    append_note(notes, gnu, NT_GNU_ABI_TAG, Bytes(16, 1));
    append_note(notes, std::string{"stapsdt\0", 8}, NT_GNU_BUILD_ID, {9, 9, 9});
    append_note(notes, gnu, NT_GNU_BUILD_ID, {0xAB, 0xCD, 0xEF});

    const auto id = find_build_id(notes, 4);

    EXPECT_EQ(Bytes(id.begin(), id.end()), (Bytes{0xAB, 0xCD, 0xEF}));
}

TEST(FindBuildId, ReadsNotesAlignedToEightBytes) {
    Bytes notes;
    append_note(notes, gnu, NT_GNU_PROPERTY_TYPE_0, Bytes(12, 0), 8);
    append_note(notes, gnu, NT_GNU_BUILD_ID, {1, 2}, 8);

    const auto id = find_build_id(notes, 8);

    EXPECT_EQ(Bytes(id.begin(), id.end()), (Bytes{1, 2}));
}

TEST(FindBuildId, StopsAtTheEndWhateverTheSizesSay) {
    Bytes notes;
    append_note(notes, gnu, NT_GNU_BUILD_ID, Bytes(20, 7));

    for (std::size_t size = 0; size < notes.size(); ++size) {
        const Bytes cut(notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(size));

        EXPECT_TRUE(find_build_id(cut, 4).empty()) << size;
    }
}

TEST(FindBuildId, SurvivesSizesThatWrapAround) {
    Bytes notes(64, 0xFF);

    EXPECT_TRUE(find_build_id(notes, 4).empty());
}

TEST(HeadersAt, RefusesWhatIsNoElfHeader) {
    const std::array<unsigned char, 256> garbage{};

    EXPECT_TRUE(headers_at(reinterpret_cast<std::uintptr_t>(garbage.data())).empty());
}

TEST(HeadersAt, RefusesHeadersBeyondTheFirstPage) {
    ElfW(Ehdr) header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_phentsize = sizeof(ElfW(Phdr));
    header.e_phnum = 1;
    header.e_phoff = 4095;

    EXPECT_TRUE(headers_at(reinterpret_cast<std::uintptr_t>(&header)).empty());
}

TEST(SegmentType, IsWhatTheHeaderSays) {
    ElfW(Phdr) header{};
    header.p_type = PT_DYNAMIC;
    header.p_flags = PF_R;

    EXPECT_EQ(loccer::trace::segment_type(header), std::uint32_t{PT_DYNAMIC});
}

TEST(Inspect, ReadsNoNotesThatAreNotLoaded) {
    ElfW(Phdr) headers[2]{};
    headers[0].p_type = PT_LOAD;
    headers[0].p_flags = PF_R;
    headers[0].p_memsz = 4096;
    headers[1].p_type = PT_NOTE;
    headers[1].p_vaddr = 4090;
    headers[1].p_memsz = 36;

    const auto image = inspect(0, headers);  // would read from address 4090

    EXPECT_TRUE(image.build_id.empty());
    EXPECT_EQ(image.end, 4096U);
}

TEST(Inspect, TellsModulesWithoutBuildIdApartByTheirHeaders) {
    ElfW(Phdr) one[1]{};
    one[0].p_type = PT_LOAD;
    one[0].p_memsz = 4096;
    ElfW(Phdr) other[1]{one[0]};
    other[0].p_filesz = 17;

    EXPECT_NE(inspect(0, one).identity, inspect(0, other).identity);
    EXPECT_EQ(inspect(0, one).identity, inspect(4096, one).identity);
}

}  // namespace
