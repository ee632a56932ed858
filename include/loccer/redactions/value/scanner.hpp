// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SCANNER_HPP
#define LOCCER_REDACTIONS_VALUE_SCANNER_HPP

// One pass over a text for any number of kinds of values: a reader stops where an anchor of a kind stands among
// neighbours that fit, and the kinds are asked there. The pass is one function for all scanners; each brings its
// tables. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/block.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/places.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace scanning {

template <class Kind>
constexpr std::size_t anchor_count() {
    if constexpr (kinds::HasOneSet<Kind>) return 1;
    else return std::size(Kind::anchors);
}

template <class Kind>
constexpr Anchor anchor_of(std::size_t index) {
    if constexpr (kinds::HasOneSet<Kind>) return {Kind::anchors};
    else return Kind::anchors[index];
}

/// All anchors of all kinds, one kind behind the other.
template <class... Kinds>
struct AnchorsOf {
    static constexpr std::size_t count = (anchor_count<Kinds>() + ... + 0);
    struct List {
        Anchor list[count]{};
    };
    static constexpr List all = [] {
        List result;
        std::size_t next = 0;
        [[maybe_unused]] const auto add_all = [&]<class Kind>(std::type_identity<Kind>) {
            for (std::size_t i = 0; i < anchor_count<Kind>(); ++i) result.list[next++] = anchor_of<Kind>(i);
        };
        (add_all(std::type_identity<Kinds>{}), ...);
        return result;
    }();
    static constexpr const Anchor (&list)[count] = all.list;
};

/// *Returns* what `Kind` finds, within [from, end of text); all of that where it throws.
template <class Kind>
[[nodiscard]] Span ask(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    Span span{from, text.bytes.size()};
#if LOCCER_CFG_EXCEPTIONS
    if constexpr (noexcept(Kind::find_at(text, anchor, from))) {
        span = Kind::find_at(text, anchor, from);
    } else {
        try {
            span = Kind::find_at(text, anchor, from);
        } catch (...) {
            return {from, text.bytes.size()};
        }
    }
#else
    span = Kind::find_at(text, anchor, from);
#endif
    if (span.empty()) [[likely]]
        return nothing_in(text);
    if (span.begin < from) span.begin = from;
    if (span.end > text.bytes.size()) span.end = text.bytes.size();
    return span.empty() ? nothing_in(text) : span;
}

/// *Returns* the bytes from the first to the last of both, of which `more` may be empty.
[[nodiscard]] constexpr Span hull(Span span, Span more) noexcept {
    if (more.empty()) return span;
    if (span.empty()) return more;
    return {span.begin < more.begin ? span.begin : more.begin, span.end > more.end ? span.end : more.end};
}

/// The places of these anchors, once for all scanners that have them.
template <class Anchors, bool HasLongRuns>
inline constexpr Places places_for = places_of<Anchors>(HasLongRuns);

/// A kind as a scanner asks it.
struct AskedKind {
    Span (*ask)(const Text& text, std::size_t anchor, std::size_t from) noexcept;
    AnchorMask anchors;
    bool at_long_runs;
};

/// All that is to know of a scanner.
struct Scanner {
    const Places& places;
    const AskedKind* kinds;
    std::size_t kind_count;
    const std::uint8_t* kind_of;  ///< of each anchor
};

/// *Returns* what `kind` finds beside `found`. Behind what was found already, only more than that is asked for: a
/// kind that has to look for the end of its value begins there, so that no byte is looked at again and again.
[[nodiscard]] inline Span ask_more(const AskedKind& kind, const Text& text, std::size_t anchor, std::size_t from,
                                   Span found) noexcept {
    return kind.ask(text, anchor, found.empty() ? from : found.end);
}

/// *Returns* `found` and what the kinds that want long runs find at one.
[[nodiscard]] inline Span ask_at_run(const Scanner& scanner, const Text& text, std::size_t begin, std::size_t from,
                                     Span found) noexcept {
    for (std::size_t i = 0; i < scanner.kind_count; ++i) {
        const AskedKind& kind = scanner.kinds[i];
        if (kind.at_long_runs) found = hull(found, ask_more(kind, text, begin, from, found));
    }
    return found;
}

/// Where runs of a block of letters and more are, told from the letters of 64 bytes after the other.
class LongRuns {
  public:
    static constexpr std::size_t length = 16;

    /// *Returns* a bit for each byte with which a run becomes that long. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t add(std::uint64_t letters) noexcept {
        for (int i = 0; i < 4; ++i) {
            const int distance = 1 << i;
            const std::uint64_t before = letters << distance | last_[i] >> (64 - distance);
            last_[i] = letters;
            letters &= before;
        }
        const std::uint64_t first = letters & ~(letters << 1 | last_[4] >> 63);
        last_[4] = letters;
        return first;
    }

  private:
    std::uint64_t last_[5]{};
};

/// *Returns* TextScanner::next() of any scanner.
[[nodiscard]] inline Span next(const Scanner& scanner, const Text& text, std::size_t from) noexcept {
    if (from >= text.bytes.size()) return nothing_in(text);
    const Places& places = scanner.places;
    const AnchorMask wanted = text.kind == TextKind::code ? places.in_code : places.in_prose;
    BlockReader reader(places, text, from);
    LongRuns runs;
    std::uint64_t digits_before = 0;
    std::uint64_t colons_before = 0;
    Span found = nothing_in(text);
    for (std::size_t at = from; at <= found.end; at += Seen::size) {
        const Seen seen = reader.look_at(at);
        std::uint64_t anchors = seen.anchors;
        if (places.digits_begin_numbers) {
            anchors &= ~((seen.digits << 1 | digits_before >> 63) & (seen.digits << 2 | digits_before >> 62));
            digits_before = seen.digits;
        }
        if (places.colons_stand_alone) {
            anchors &=
                ~(((seen.colons << 1 | colons_before >> 63) & (seen.colons | seen.colons << 2 | colons_before >> 62)));
            colons_before = seen.colons;
        }
        std::uint64_t run_ends = places.has_long_runs ? runs.add(seen.letters) : 0;
        while (true) {
            // A run is asked for before the bytes of the block of sixteen with which it becomes long.
            const std::size_t end = run_ends == 0 ? Seen::size : static_cast<std::size_t>(__builtin_ctzll(run_ends));
            const std::size_t block = end / LongRuns::length * LongRuns::length;
            for (; anchors != 0; anchors &= anchors - 1) {
                const auto anchor = static_cast<std::size_t>(__builtin_ctzll(anchors));
                if (anchor > block) break;
                const std::size_t place = at + anchor - 1;
                AnchorMask fitting = places.fitting_at(text.bytes, place) & wanted;
                if (fitting == 0) continue;
                if (place >= found.end) return found;
                do {
                    const AskedKind& kind = scanner.kinds[scanner.kind_of[__builtin_ctzll(fitting)]];
                    const Span more = ask_more(kind, text, place, from, found);
                    if (!more.empty()) [[unlikely]]
                        found = hull(found, more);
                    fitting &= ~kind.anchors;
                } while (fitting != 0);
            }
            if (run_ends == 0) break;
            run_ends &= run_ends - 1;
            const std::size_t begin = at + end + 1 - LongRuns::length;
            if (at + block < found.end && begin < found.end) found = ask_at_run(scanner, text, begin, from, found);
        }
    }
    return found;
}

}  // namespace scanning

/// Finds the values of all `Kinds` in a text.
template <class... Kinds>
struct TextScanner {
    static_assert((CheckValueKind<Kinds>::passed() && ...));

    /// *Requires* that `from` is 0 or the end of the span found before.
    /// *Returns* the first span at or behind `from`; what overlaps is one span. Empty: nothing more is there.
    /// Each next span lies behind the one before, so a loop over them ends. *Allocates* no. *Throws* nothing.
    /// *Signal-safe* yes, as far as the kinds are. *Threads* any.
    [[nodiscard]] static Span next(const Text& text, std::size_t from) noexcept {
        return scanning::next(scanner, text, from);
    }

  private:
    using Anchors = scanning::AnchorsOf<typename kinds::AnchorSource<Kinds>::type...>;
    static_assert(Anchors::count <= 64,
                  "loccer::ValueRedaction: Kinds must not have more than 64 anchors together; see "
                  "docs/errors.md#value-kind-anchors");

    struct KindOf {
        std::uint8_t anchor[Anchors::count]{};
    };
    struct Asked {
        scanning::AskedKind list[sizeof...(Kinds)]{};
        KindOf kind_of;

        consteval Asked() {
            std::size_t index = 0;
            std::size_t next = 0;
            const auto add = [&]<class Kind>(std::type_identity<Kind>) {
                list[index] = {&scanning::ask<Kind>, 0, kinds::asks_long_runs<Kind>};
                for (std::size_t i = 0; i < scanning::anchor_count<Kind>(); ++i) {
                    kind_of.anchor[next] = static_cast<std::uint8_t>(index);
                    list[index].anchors |= AnchorMask{1} << next++;
                }
                ++index;
            };
            (add(std::type_identity<Kinds>{}), ...);
        }
    };
    static constexpr Asked asked{};
    static constexpr scanning::Scanner scanner{scanning::places_for<Anchors, (kinds::asks_long_runs<Kinds> || ...)>,
                                               asked.list, sizeof...(Kinds), asked.kind_of.anchor};
};

/// Of no kinds: it finds nothing.
template <>
struct TextScanner<> {
    [[nodiscard]] static Span next(const Text& text, std::size_t /*from*/) noexcept { return nothing_in(text); }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
