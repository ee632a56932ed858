// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_RENDER_HEAD_HPP
#define LOCCER_JSON_RENDER_HEAD_HPP

// The members of a record that do not depend on how the log is composed: what happened, when, in which
// thread, why.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/base/version.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/budget.hpp>
#include <loccer/json/known_thread.hpp>
#include <loccer/json/literal.hpp>
#include <loccer/json/number.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// *Effects* writes put_fact() of at most `bytes` beyond the shortest form.
template <class Rules>
void put_known(Writer& writer, std::string_view text, std::size_t bytes) noexcept {
    const LimitScope limit{writer, Writer::value_room + bytes};
    put_fact<Rules>(writer, text);
}

/// *Effects* writes a message of at most `bytes` beyond the shortest form.
template <class Rules>
void put_message(Writer& writer, std::string_view text, std::size_t bytes) noexcept {
    const LimitScope limit{writer, Writer::value_room + bytes};
    put_own_value<Rules>(writer, schema::msg, text);
}

/// `"loccer_type":"exception","schema":1,"timestamp":"` of a kind of record.
template <RecordKind Kind>
inline constexpr auto identity_block = [] {
    LiteralText<64> block;
    const auto add_key = [&block](std::string_view member) {
        block.add("\"");
        block.add(member);
        block.add("\":");
    };
    add_key(schema::loccer_type.view());
    block.add("\"");
    block.add(schema::text(Kind));
    block.add("\",");
    add_key(schema::schema.view());
    static_assert(schema_version < 10);
    const char digit = static_cast<char>('0' + schema_version);
    block.add({&digit, 1});
    block.add(",");
    add_key(schema::timestamp.view());
    block.add("\"");
    return block;
}();

/// `","seq":`
inline constexpr auto seq_block = [] {
    LiteralText<8> block;
    block.add("\",\"");
    block.add(schema::seq.view());
    block.add("\":");
    return block;
}();

/// `"handled":true,"origin":"throw"` of each origin, without and with a handler.
inline constexpr auto witness_blocks = [] {
    std::array<std::array<LiteralText<48>, 4>, 2> blocks;
    for (std::size_t handled = 0; handled < 2; ++handled) {
        for (std::size_t origin = 0; origin < 4; ++origin) {
            LiteralText<48>& block = blocks[handled][origin];
            block.add("\"");
            block.add(schema::handled.view());
            block.add(handled == 1 ? "\":true,\"" : "\":false,\"");
            block.add(schema::origin.view());
            block.add("\":\"");
            block.add(schema::text(static_cast<Origin>(origin)));
            block.add("\"");
        }
    }
    return blocks;
}();

/// *Effects* writes which record this is: kind, schema, time, number. \param timestamps room to work with.
inline void put_identity(Writer& writer, const Event& event, TimestampTexts& timestamps) noexcept {
    const auto& block = event.kind == RecordKind::exception      ? identity_block<RecordKind::exception>
                        : event.kind == RecordKind::metadata_log ? identity_block<RecordKind::metadata_log>
                                                                 : identity_block<RecordKind::signal>;
    // From the end, where the number is.
    char members[sizeof block.text + TimestampText::length + seq_block.text.size() + max_integer];
    char* const end = members + sizeof members;
    char* at = end;
    for (std::uint64_t rest = event.seq; rest != 0 || at == end; rest /= 10) *--at = static_cast<char>('0' + rest % 10);
    at -= seq_block.size;
    std::memcpy(at, seq_block.text.data(), seq_block.size);
    at -= TimestampText::length;
    char* const begin = at - block.size;
    std::memcpy(begin, block.text.data(), block.size);
    std::memcpy(at, timestamps.text(event.timestamp).data(), TimestampText::length);
    writer.raw_members({begin, static_cast<std::size_t>(end - begin)});
}

template <class Rules>
void put_thread(Writer& writer, const ThreadInfo& thread, const Budget& budget, KnownThread& known) noexcept {
    const std::string_view member = known.find(thread);
    const bool fits = writer.room() > member.size() + 1 + Writer::value_room;
    if (!member.empty() && fits && writer.raw_members(member)) return;
    const std::size_t begin = writer.size();
    const std::size_t redactions = writer.redactions();
    const std::size_t repaired = writer.repaired();
    if (!writer.own_object(schema::thread)) return;
    if (writer.own_key(schema::id)) writer.integer(thread.id);
    if (writer.own_key(schema::name)) {
        const LimitScope limit{writer, Writer::value_room + budget.share(1) / 4};
        put_own_value<Rules>(writer, schema::name, thread.name);
    }
    writer.end_object();
    const bool is_plain = writer.redactions() == redactions && writer.repaired() == repaired && !writer.truncated();
    if (is_plain) known.keep(thread, writer.view().substr(begin + 1));
}

/// *Effects* writes the elements of the open array, with equal shares of the room that is left.
/// *Returns* how many did not fit.
template <class Rules>
std::size_t put_cause_elements(Writer& writer, const ExceptionInfo& info) noexcept {
    constexpr std::size_t keys_and_texts = 26 + 2 * Writer::value_room;
    std::size_t omitted = 0;
    std::size_t left = info.causes.size();
    for (const ErrorText& cause : info.causes) {
        const std::size_t share = writer.room() / left--;
        const LimitScope limit{writer, share};
        const Writer::Mark before = writer.mark();
        if (share < keys_and_texts || !writer.element_object()) {
            writer.rewind(before);
            ++omitted;
            continue;
        }
        if (writer.own_key(schema::exc_type)) put_known<Rules>(writer, cause.type, (share - keys_and_texts) / 4);
        if (writer.own_key(schema::msg)) put_message<Rules>(writer, cause.message, share);
        writer.end_object();
    }
    if (omitted != 0) writer.set_truncated();
    return omitted;
}

/// *Effects* writes the causes and how many of them are missing.
template <class Rules>
void put_causes(Writer& writer, const ExceptionInfo& info) noexcept {
    std::size_t omitted = info.causes_omitted;
    if (info.causes.empty() && omitted == 0) {
        writer.raw_members("\"causes\":[]");
        return;
    }
    if (writer.own_key(schema::causes) && writer.begin_array()) {
        {
            constexpr std::size_t behind = 2 * Writer::value_room;  // for causes_omitted
            const LimitScope limit{writer, writer.room() > behind ? writer.room() - behind : 0};
            omitted += put_cause_elements<Rules>(writer, info);
        }
        writer.end_array();
    }
    if (omitted != 0) writer.own_unsigned(schema::causes_omitted, omitted);
}

/// *Effects* writes what went wrong, in which thread, and why.
template <class Rules>
void put_error(Writer& writer, const Event& event, const Budget& budget, KnownThread& known_thread) noexcept {
    const ExceptionInfo& info = event.exception;
    if (writer.own_key(schema::exc_type)) put_known<Rules>(writer, info.error.type, budget.share(1) / 2);
    if (writer.own_key(schema::msg)) {
        put_message<Rules>(writer, info.error.message, info.causes.empty() ? budget.share(3) : budget.share(2));
    }
    if (!info.code.category.empty() && writer.own_object(schema::error_code)) {
        if (writer.own_key(schema::category)) {
            // A name that a program has chosen: any text.
            const LimitScope limit{writer, Writer::value_room + budget.share(1) / 4};
            put_text<Rules>(writer, info.code.category, info.code.category.size());
        }
        if (writer.own_key(schema::value)) writer.integer(info.code.value);
        writer.end_object();
    }
    writer.raw_members(witness_blocks[event.handled ? 1 : 0][static_cast<std::size_t>(event.origin)].view());
    put_thread<Rules>(writer, event.thread, budget, known_thread);
    put_causes<Rules>(writer, info);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
