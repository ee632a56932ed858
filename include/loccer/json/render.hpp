// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_RENDER_HPP
#define LOCCER_JSON_RENDER_HPP

// From an event to its record: one line of JSON, redacted while it is written, always well-formed and
// never larger than the storage. docs/schema.md describes the members.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/attempt.hpp>
#include <loccer/json/budget.hpp>
#include <loccer/json/clean_texts.hpp>
#include <loccer/json/known_errors.hpp>
#include <loccer/json/known_keys.hpp>
#include <loccer/json/known_stacks.hpp>
#include <loccer/json/known_thread.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/render_frames.hpp>
#include <loccer/json/render_head.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// What render() works with beside the storage: too large for the stack of a small thread.
struct RenderWork {
    std::optional<Writer> writer;
    CleanTexts clean_texts;
    KnownKeys known_keys;
    KnownStacks known_stacks;
    KnownThread known_thread;
    KnownErrors known_errors;
    TimestampTexts timestamps;
    frames_detail::FrameSizes frame_sizes;
};

namespace render_detail {

template <class Context, class Parts>
void put_integrations(Writer& writer, Parts& parts) noexcept {
    if (!writer.own_key(schema::integrations)) return;
    put_object<Context>(writer, [&](Object<Context>& object) { parts.integrations(object); });
}

/// *Effects* says how many of something were left out, where any were.
template <class KeyType>
void put_omitted(Writer& writer, KeyType key, std::size_t count) noexcept {
    if (count == 0) return;
    writer.set_truncated();
    writer.own_unsigned(key, count);
}

/// A log without integrations.
template <class Parts>
concept GathersNothing = requires { requires !Parts::has_integrations; };

/// *Returns* whether members of that size fit into all that is kept for them up to `end`, with room to spare.
[[nodiscard]] inline bool fits_amply(const Writer& writer, std::size_t size, std::size_t end) noexcept {
    return writer.size() + size + 4 * Writer::value_room <= end;
}

/// What an exception's record has before its frames, or before its integrations where there are any. It is kept where
/// it would be the same for the same error.
template <class Context, class Parts>
[[gnu::noinline]] void put_new_error(Writer& writer, RenderWork& work, const Event& event, Parts& parts,
                                     const Budget& budget, bool may_keep) noexcept {
    const std::size_t begin = writer.size() + 1;
    writer.limit_to(budget.head_end());
    put_error<typename Context::rules>(writer, event, budget, work.known_thread);
    if constexpr (GathersNothing<Parts>) {
        writer.limit_to(budget.integrations_end());
        put_integrations<Context>(writer, parts);
    }
    writer.limit_to(writer.capacity());
    if (!may_keep || writer.truncated() || writer.redactions() != 0 || writer.repaired() != 0) return;
    work.known_errors.keep(event, writer.capacity(), writer.view().substr(begin));
}

template <class Context, class Parts>
void put_exception_head(Writer& writer, RenderWork& work, const Event& event, Parts& parts,
                        const Budget& budget) noexcept {
    const std::string_view known = work.known_errors.find(event, writer.capacity());
    if (known.empty() || !fits_amply(writer, known.size(), budget.head_end())) [[unlikely]] {
        put_new_error<Context>(writer, work, event, parts, budget, known.empty());
    } else {
        writer.raw_members(known);
    }
    if constexpr (!GathersNothing<Parts>) {
        writer.limit_to(budget.integrations_end());
        put_integrations<Context>(writer, parts);
        writer.limit_to(writer.capacity());
    }
}

/// How much of the frames' section is for frames_omitted and locals_omitted, which follow.
inline constexpr std::size_t behind_frames = 3 * Writer::value_room;

[[nodiscard]] inline std::size_t frames_room(const Writer& writer) noexcept {
    return writer.room() > behind_frames ? writer.room() - behind_frames : 0;
}

/// *Effects* writes the frames, keeps them where the same stack would have the same, and says how many were left out.
template <class Context, class Parts>
[[gnu::noinline]] void put_new_frames(Writer& writer, RenderWork& work, const Event& event, Parts& parts,
                                      const Budget& budget, bool may_keep) noexcept {
    using Rules = typename Context::rules;
    writer.limit_to(budget.frames_end());
    const std::size_t begin = writer.size() + 1;
    const std::size_t repaired = writer.repaired();
    const std::size_t redactions = writer.redactions();
    const std::size_t overflows = writer.overflows();
    if (writer.own_key(schema::frames) && writer.begin_array()) {
        std::size_t omitted = 0;
        {
            const LimitScope limit{writer, frames_room(writer)};
            omitted = put_frames<Rules>(writer, work.frame_sizes, parts);
        }
        writer.end_array();
        const bool is_whole = omitted == 0 && writer.repaired() == repaired && writer.overflows() == overflows;
        // Tokens are made anew each time: their key may not have been at hand.
        if (may_keep && is_whole && !Rules::correlates && parts.frames_are_lasting()) {
            work.known_stacks.keep(event.stack, writer.view().substr(begin), writer.redactions() - redactions);
        }
        put_omitted(writer, schema::frames_omitted, omitted + event.frames_omitted);
        put_omitted(writer, schema::locals_omitted, event.locals_omitted);
    }
    writer.limit_to(writer.capacity());
}

template <class Context, class Parts>
void put_frames_section(Writer& writer, RenderWork& work, const Event& event, Parts& parts,
                        const Budget& budget) noexcept {
    // Where a signal has interrupted a function, the same address may be another frame.
    const bool is_told_by_addresses = event.locals.empty() && event.origin != Origin::signal;
    KnownStacks::Known known;
    if (is_told_by_addresses && event.frames_omitted + event.locals_omitted == 0) [[likely]] {
        known = work.known_stacks.find(event.stack);
        if (!known.member.empty() && fits_amply(writer, known.member.size(), budget.frames_end())) [[likely]] {
            writer.raw_members(known.member);
            return writer.count_redactions(known.redactions);
        }
    }
    put_new_frames<Context>(writer, work, event, parts, budget, is_told_by_addresses && known.member.empty());
}

template <class Context, class Parts>
[[gnu::noinline]] void put_globals(Writer& writer, Parts& parts) noexcept {
    put_object<Context>(writer, [&](Object<Context>& object) {
        if (parts.has_globals()) parts.globals(object);
    });
}

/// Globals that were written before the frames were known.
template <class Parts>
concept HasWrittenGlobals = requires(const Parts& parts) { parts.written_globals(); };

template <class Context, class Parts>
void put_globals_section(Writer& writer, Parts& parts, const Budget& budget) noexcept {
    if constexpr (!HasWrittenGlobals<Parts>) {
        constexpr std::string_view none = R"("globals":{})";
        if (!parts.has_globals() && fits_amply(writer, none.size(), budget.globals_end())) [[likely]] {
            writer.raw_members(none);
            return;
        }
    }
    writer.limit_to(budget.globals_end());
    if (writer.own_key(schema::globals)) {
        if constexpr (HasWrittenGlobals<Parts>) writer.raw(parts.written_globals());
        else put_globals<Context>(writer, parts);
    }
    writer.limit_to(writer.capacity());
}

template <class Context, class Parts>
[[gnu::noinline]] void put_metadata_members(Writer& writer, RenderWork& work, const Event& event, Parts& parts,
                                            const Budget& budget) noexcept {
    writer.limit_to(budget.integrations_end());
    if (writer.own_key(schema::data)) {
        attempt<typename Context::rules>(writer, [&] {
            RedactingSink<typename Context::rules> sink{writer, Keyed::no};
            if (parts.has_data()) parts.data(sink);
        });
    }
    writer.limit_to(budget.globals_end());
    put_thread<typename Context::rules>(writer, event.thread, budget, work.known_thread);
    put_integrations<Context>(writer, parts);
}

}  // namespace render_detail

/// *Effects* begins the record of `event` in `storage`: all that comes before the frames; of metadata, all but what
/// is counted. \param work room, of any content. \param parts gives what belongs to the log:
/// `integrations(Object<Context>&)`, `has_data()`, `data(RedactingSink<Context::rules>&)`. *Returns* false where
/// storage is smaller than min_record_bytes.
template <class Context, class Parts>
[[nodiscard]] bool begin_record(std::span<char> storage, RenderWork& work, const Event& event, Parts& parts) noexcept {
    if (storage.size() < min_record_bytes) return false;
    Writer& writer = work.writer.emplace(storage.first(storage.size() - 1), &work.clean_texts, &work.known_keys);
    const Budget budget{writer.capacity()};
    writer.begin_object();
    put_identity(writer, event, work.timestamps);
    if (event.kind == RecordKind::metadata_log) [[unlikely]] {
        render_detail::put_metadata_members<Context>(writer, work, event, parts, budget);
    } else {
        render_detail::put_exception_head<Context>(writer, work, event, parts, budget);
    }
    return true;
}

/// *Effects* writes the rest of a record that was begun. \param parts gives `frames(visit)` as put_frames() says,
/// `frames_are_lasting()`, whether these would be the same for the same stack as long as the program runs,
/// `has_globals()` and `globals(Object<Context>&)`, or `written_globals()`, which is a JSON object; `dropped()`.
/// *Returns* the line with its '\n'.
template <class Context, class Parts>
[[nodiscard]] std::string_view end_record(std::span<char> storage, RenderWork& work, const Event& event,
                                          Parts& parts) noexcept {
    Writer& writer = *work.writer;  // NOLINT(bugprone-unchecked-optional-access): begin_record() has made it
    const Budget budget{writer.capacity()};
    if (event.kind != RecordKind::metadata_log) [[likely]] {
        render_detail::put_frames_section<Context>(writer, work, event, parts, budget);
        render_detail::put_globals_section<Context>(writer, parts, budget);
    } else {
        writer.limit_to(writer.capacity());
    }
    const std::uint64_t dropped = parts.dropped();
    if (dropped != 0) writer.own_unsigned(schema::dropped, dropped);
    const std::size_t repaired = writer.repaired();
    if (repaired != 0) writer.own_unsigned(schema::enc_errors, repaired);
    const std::size_t redactions = writer.redactions();
    if (redactions != 0) writer.own_unsigned(schema::redactions, redactions);
    if (writer.truncated() && writer.own_key(schema::truncated)) writer.boolean(true);
    writer.end_object();
    storage[writer.size()] = '\n';
    return {storage.data(), writer.size() + 1};
}

/// *Effects* writes the record of `event` into `storage`. \param work and \param parts as begin_record() and
/// end_record() say. What any of the parts throws stands in the record as a text. *Returns* the line with its '\n';
/// empty where storage is smaller than min_record_bytes. *Allocates* no. *Throws* nothing. *Threads* any number at
/// once, each with its own storage and work.
template <class Context, class Parts>
[[nodiscard]] std::string_view render(std::span<char> storage, RenderWork& work, const Event& event,
                                      Parts& parts) noexcept {
    if (!begin_record<Context>(storage, work, event, parts)) return {};
    return end_record<Context>(storage, work, event, parts);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
