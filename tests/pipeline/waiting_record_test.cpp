// SPDX-License-Identifier: MIT
#include <loccer/pipeline/waiting_record.hpp>

#include <loccer/trace/stack.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::Event;
using loccer::FrameLocals;
using loccer::WrittenLocals;
using loccer::json::Apart;
using loccer::pipeline::pack_record;
using loccer::pipeline::WaitingNote;
using loccer::pipeline::WaitingRecord;

constexpr std::string_view head = R"("seq":17)";
constexpr std::string_view globals = R"({"build":2})";
constexpr std::string_view members = R"([{"qty":15}])";

/// A record as its parts stand in storage.
struct Sample {
    std::vector<char> storage = std::vector<char>(16 * 1024);
    std::size_t written_size = 0;
    loccer::trace::Stack stack;
    loccer::trace::StackModules modules;
    std::array<FrameLocals, 1> locals;
    std::array<WrittenLocals, 1> written;
    Apart apart;
    Event event;

    Sample() {
        apart.head = put(head);
        written[0] = {put(members), 1, 2};
        apart.globals = put(globals);
        apart.redactions = 3;
        apart.repaired = 4;
        apart.truncated = true;
        stack.capture();
        EXPECT_TRUE(modules.note(stack.addresses()));
        locals[0].function = "settle";
        locals[0].file = "/src/settle.cpp";
        locals[0].line = 60;
        locals[0].frame_index = 2;
        event.seq = 17;
        event.stack = stack.addresses();
        event.frames_omitted = 5;
        event.locals = locals;
        event.locals_omitted = 6;
    }

    std::string_view put(std::string_view text) {
        std::memcpy(storage.data() + written_size, text.data(), text.size());
        written_size += text.size();
        return {storage.data() + written_size - text.size(), text.size()};
    }
    std::size_t pack(std::span<char> into) {
        return pack_record(into, written_size, event, apart, written, modules, 7);
    }
};

TEST(WaitingRecord, HasAllThatWasPackedInOtherBytes) {
    Sample sample;
    const std::size_t size = sample.pack(sample.storage);
    ASSERT_NE(size, 0U);
    const std::string bytes(sample.storage.data(), size);
    sample.storage.assign(sample.storage.size(), 'x');
    const auto record = std::make_unique<WaitingRecord>();

    record->unpack(bytes, {loccer::QueuedEvent(sample.event), static_cast<std::uint32_t>(sample.written_size)});

    EXPECT_EQ(record->apart.head, head);
    EXPECT_EQ(record->apart.globals, globals);
    EXPECT_EQ(record->apart.redactions, 3U);
    EXPECT_EQ(record->apart.repaired, 4U);
    EXPECT_TRUE(record->apart.truncated);
    EXPECT_EQ(record->dropped, 7U);
    EXPECT_EQ(record->event.seq, 17U);
    EXPECT_EQ(record->event.frames_omitted, 5U);
    EXPECT_EQ(record->event.locals_omitted, 6U);
    ASSERT_EQ(record->event.stack.size(), sample.stack.addresses().size());
    for (std::size_t i = 0; i < record->event.stack.size(); ++i) {
        EXPECT_EQ(record->event.stack[i], sample.stack.addresses()[i]);
    }
    ASSERT_EQ(record->event.locals.size(), 1U);
    const FrameLocals& locals = record->event.locals[0];
    EXPECT_EQ(locals.function, "settle");
    EXPECT_EQ(locals.file, "/src/settle.cpp");
    EXPECT_EQ(locals.line, 60U);
    EXPECT_EQ(locals.frame_index, 2U);
    ASSERT_NE(locals.written, nullptr);
    EXPECT_EQ(locals.written->members, members);
    EXPECT_EQ(locals.written->redactions, 1U);
    EXPECT_EQ(locals.written->repaired, 2U);
    ASSERT_EQ(record->modules().size(), sample.modules.all().size());
    for (std::size_t i = 0; i < record->modules().size(); ++i) {
        const loccer::trace::Module& module = sample.modules.all()[i];
        EXPECT_EQ(record->modules()[i].path, loccer::trace::path_of(module));
        EXPECT_EQ(record->modules()[i].place.begin, module.image.begin);
        EXPECT_EQ(record->modules()[i].place.identity, module.image.identity);
        EXPECT_EQ(record->modules()[i].place.is_executable, module.is_executable());
    }
}

TEST(WaitingRecord, IsNotPackedWhereThereIsNoRoom) {
    Sample sample;
    const std::size_t size = sample.pack(sample.storage);

    for (std::size_t room = sample.written_size; room < size; ++room) {
        ASSERT_EQ(sample.pack(std::span(sample.storage).first(room)), 0U) << room;
    }
    EXPECT_EQ(sample.pack(std::span(sample.storage).first(size)), size);
}

}  // namespace
