// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SCANNER_HPP
#define LOCCER_REDACTIONS_VALUE_SCANNER_HPP

// One pass over a text for any number of kinds of values: sixteen bytes at a time are compared with the
// anchors of all kinds; at an anchor, three tables say which kinds are worth asking.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/block.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
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

/// For each byte, the anchors of all kinds that it fits, a bit each.
template <class Mask>
struct Tables {
    Mask in_prose = 0;
    Mask in_code = 0;
    Mask at[256]{};
    Mask before[256]{};
    Mask after[256]{};
};

template <class Mask, class... Kinds>
consteval Tables<Mask> make_tables() {
    Tables<Mask> tables;
    Mask bit = 1;
    const auto add = [&](const Anchor& anchor) {
        for (int byte = 0; byte < 256; ++byte) {
            const auto character = static_cast<char>(byte);
            if (anchor.at.has(character)) tables.at[byte] |= bit;
            if (anchor.before.has(character)) tables.before[byte] |= bit;
            if (anchor.after.has(character)) tables.after[byte] |= bit;
        }
        if (anchor.in_prose) tables.in_prose |= bit;
        if (anchor.in_code) tables.in_code |= bit;
        bit = static_cast<Mask>(bit << 1);
    };
    const auto add_all = [&]<class Kind>(std::type_identity<Kind>) {
        for (std::size_t i = 0; i < anchor_count<Kind>(); ++i) add(anchor_of<Kind>(i));
    };
    (add_all(std::type_identity<Kinds>{}), ...);
    return tables;
}

template <class... Kinds>
consteval ByteSet anchors_of() {
    ByteSet set;
    const auto add_all = [&]<class Kind>(std::type_identity<Kind>) {
        for (std::size_t i = 0; i < anchor_count<Kind>(); ++i) set = set | anchor_of<Kind>(i).at;
    };
    (add_all(std::type_identity<Kinds>{}), ...);
    return set;
}

/// *Returns* whether all anchors that are digits are the first of two or more: then the others need no look.
template <class... Kinds>
consteval bool digits_begin_numbers() {
    bool result = true;
    [[maybe_unused]] const auto look_at = [&]<class Kind>(std::type_identity<Kind>) {
        for (std::size_t i = 0; i < anchor_count<Kind>(); ++i) {
            const Anchor anchor = anchor_of<Kind>(i);
            for (char digit = '0'; digit <= '9'; ++digit) {
                if (!anchor.at.has(digit)) continue;
                result &= (anchor.before | ~digits) == ~digits && (anchor.after | digits) == digits;
            }
        }
    };
    (look_at(std::type_identity<Kinds>{}), ...);
    return result;
}

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
        const std::size_t size = text.bytes.size();
        const char* const bytes = text.bytes.data();
        const Mask wanted = text.kind == TextKind::code ? tables.in_code : tables.in_prose;
        Span found = nothing_in(text);
        [[maybe_unused]] std::size_t run = 0;
        [[maybe_unused]] std::uint32_t digit_before = 0;
        for (std::size_t at = from; at < size && (found.empty() || at < found.end); at += block_size) {
            const ByteBlock block = load_block(bytes + at, size - at);
            const std::uint32_t valid = size - at >= block_size ? whole : (1U << (size - at)) - 1;
            if constexpr (any_long_runs) {
                const std::size_t begin = long_run(block, valid, at, run);
                if (begin != no_run && (found.empty() || begin < found.end)) {
                    const auto ask_one = [&]<class Kind>(std::type_identity<Kind>) {
                        if constexpr (kinds::asks_long_runs<Kind>) found = ask<Kind>(text, begin, from, found);
                    };
                    (ask_one(std::type_identity<Kinds>{}), ...);
                }
            }
            std::uint32_t anchors = bits_in<blocks::widened(scanning::anchors_of<Kinds...>())>(block) & valid;
            if constexpr (scanning::digits_begin_numbers<Kinds...>()) {
                const std::uint32_t numbers = bits_in<digits>(block);
                const std::uint32_t begins = ~(numbers << 1 | digit_before) & (numbers >> 1 | 1U << (block_size - 1));
                digit_before = numbers >> (block_size - 1);
                anchors &= ~numbers | begins;
            }
            for (; anchors != 0; anchors &= anchors - 1) {
                const std::size_t anchor = at + static_cast<std::size_t>(__builtin_ctz(anchors));
                if (!found.empty() && anchor >= found.end) return found;
                const Mask fitting = fitting_at(bytes, anchor, size) & wanted;
                if (fitting != 0) [[unlikely]]
                    found = ask_fitting(text, anchor, fitting, from, found);
            }
        }
        return found;
    }

  private:
    static constexpr std::size_t anchor_count = (scanning::anchor_count<Kinds>() + ... + 0);
    static_assert(anchor_count <= 64,
                  "loccer::ValueRedaction: Kinds must not have more than 64 anchors together; see "
                  "docs/errors.md#value-kind-anchors");
    using Mask = std::conditional_t<(anchor_count <= 32), std::uint32_t, std::uint64_t>;
    static constexpr scanning::Tables<Mask> tables = scanning::make_tables<Mask, Kinds...>();
    static constexpr bool any_long_runs = (kinds::asks_long_runs<Kinds> || ...);
    static constexpr std::uint32_t whole = (1U << block_size) - 1;
    static constexpr std::size_t no_run = static_cast<std::size_t>(-1);

    static Mask fitting_at(const char* bytes, std::size_t anchor, std::size_t size) noexcept {
        Mask fitting = tables.at[static_cast<unsigned char>(bytes[anchor])];
        if (anchor != 0) fitting &= tables.before[static_cast<unsigned char>(bytes[anchor - 1])];
        if (anchor + 1 < size) fitting &= tables.after[static_cast<unsigned char>(bytes[anchor + 1])];
        return fitting;
    }

    /// Behind what was found already, only more than that is asked for: a kind that has to look for the end of
    /// its value begins there, so that no byte is looked at again and again.
    template <class Kind>
    static Span ask(const Text& text, std::size_t anchor, std::size_t from, Span found) noexcept {
        return scanning::hull(found, scanning::ask<Kind>(text, anchor, found.empty() ? from : found.end));
    }

    [[gnu::noinline]] static Span ask_fitting(const Text& text, std::size_t anchor, Mask fitting, std::size_t from,
                                              Span found) noexcept {
        const auto ask_one = [&]<class Kind>(std::type_identity<Kind>) {
            constexpr std::size_t count = scanning::anchor_count<Kind>();
            constexpr auto own = static_cast<Mask>((Mask{1} << count) - 1);
            if ((fitting & own) != 0) found = ask<Kind>(text, anchor, from, found);
            fitting = static_cast<Mask>(fitting >> count);
        };
        (ask_one(std::type_identity<Kinds>{}), ...);
        return found;
    }

    /// \param run length of the run of letters before this block, which is brought up to date.
    /// *Returns* where a run begins that reaches the length of a block here, or no_run.
    static std::size_t long_run(ByteBlock block, std::uint32_t valid, std::size_t at, std::size_t& run) noexcept {
        const std::uint32_t others = (~bits_in<base64_letters>(block) | ~valid) & whole;
        const std::size_t before = run;
        if (others == 0) {
            run += block_size;
            return before < block_size ? at - before : no_run;
        }
        const auto first = static_cast<std::size_t>(__builtin_ctz(others));
        run = static_cast<std::size_t>(__builtin_clz(others)) - 16;
        return before < block_size && before + first >= block_size ? at - before : no_run;
    }
};

/// Of no kinds: it finds nothing.
template <>
struct TextScanner<> {
    [[nodiscard]] static Span next(const Text& text, std::size_t /*from*/) noexcept { return nothing_in(text); }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
