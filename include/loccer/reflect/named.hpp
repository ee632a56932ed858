// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_NAMED_HPP
#define LOCCER_REFLECT_NAMED_HPP

// Values that are known by a name which is no key of an object: the second part of a pair, a tuple or a
// range of two whose first part reads as a text. The redaction rules judge that text as if it were the key,
// whatever type it has, so that no other shape of the same data shows what a map hides.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/reflect/custom.hpp>
#include <loccer/reflect/holder.hpp>
#include <loccer/reflect/key.hpp>
#include <loccer/reflect/nested.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/range.hpp>
#include <loccer/reflect/stream.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A Sink that keeps what one value reads as: a text or a number, up to 512 bytes. Whatever else a value
/// is, it reads as nothing.
class NameProbe {
  public:
    struct Mark {
        std::size_t size;
        bool reads;
    };

    void null() noexcept {}
    void boolean(bool /*value*/) noexcept {}
    void integer(std::int64_t value) noexcept { text(NumberText(value).view()); }
    void unsigned_integer(std::uint64_t value) noexcept { text(NumberText(value).view()); }
    void number(double value) noexcept { text(NumberText(value).view()); }
    void number(float value) noexcept { text(NumberText(value).view()); }
    void text(std::string_view value) noexcept { text(value, value.size()); }
    void text(std::string_view kept, std::size_t whole_size) noexcept {
        size_ = kept.size() < sizeof(text_) ? kept.size() : sizeof(text_);
        is_cut_ = size_ < whole_size;
        if (size_ > 0) std::memcpy(text_, kept.data(), size_);
        reads_ = true;
    }
    [[nodiscard]] bool begin_object() noexcept { return false; }
    [[nodiscard]] bool key(std::string_view /*name*/) noexcept { return false; }
    void end_object() noexcept {}
    [[nodiscard]] bool begin_array() noexcept { return false; }
    [[nodiscard]] bool element() noexcept { return false; }
    void end_array() noexcept {}
    void redacted() noexcept {}
    void omitted(std::size_t /*count*/) noexcept {}
    [[nodiscard]] Mark mark() const noexcept { return {size_, reads_}; }
    void rewind(const Mark& mark) noexcept {
        size_ = mark.size;
        reads_ = mark.reads;
    }
    [[nodiscard]] bool is_sensitive(std::string_view /*name*/) const noexcept { return false; }

    /// *Returns* whether the value reads as a text or a number.
    [[nodiscard]] bool reads() const noexcept { return reads_; }
    [[nodiscard]] std::string_view name() const noexcept { return {text_, size_}; }
    /// *Returns* whether it goes on behind what is kept: then it can't be judged.
    [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }

  private:
    char text_[512];
    std::size_t size_ = 0;
    bool reads_ = false;
    bool is_cut_ = false;
};

/// A type that holds at most one value, which may be a text.
template <class Type>
concept HoldsOneValue =
    OptionalLike<Type> || VariantLike<Type> || SmartPointer<Type> || ReferenceWrapper<Type> || AtomicLike<Type>;

/// A type whose values may read as a text: texts, what prints itself, what describes itself, and what
/// holds one of these.
template <class Type>
concept MayReadAsText = TextKey<Type> || Character<Type> || (std::is_enum_v<Type> && PrintsItself<Type>) ||
                        DescribesItself<Type, NameProbe> || CharRun<Type> ||
                        (std::is_class_v<Type> && !Range<Type> && (HoldsOneValue<Type> || Streamable<Type>));

/// A type that may be the name of the value beside it in a pair: numbers can be, for they can be keys.
template <class Type>
concept NameLike = KeyLike<Type> || MayReadAsText<Type>;

/// How surely a value is the name of the one beside it.
enum class NameKind : unsigned char {
    certain,  ///< a pair, or an array of two: whatever it reads as is a name
    likely    ///< a list that happens to have two elements: only what looks like a name is one
};

/// *Returns* whether a text of a list looks like a name: ASCII, at most 64 bytes. Others would often be
/// hidden for nothing, for keys beyond ASCII are redacted in case they hide a name.
[[nodiscard]] constexpr bool looks_like_a_name(std::string_view text) noexcept {
    if (text.size() > 64) return false;
    for (const char character : text)
        if (static_cast<unsigned char>(character) >= 0x80) return false;
    return true;
}

/// *Effects* writes the marker as the value.
template <class Out>
void give_redacted(Out& out) noexcept {
    if constexpr (requires { out.redacted(); }) out.redacted();
    else out.text(schema::redacted_marker);
}

/// *Effects* tells the sink by what name the value is known that it takes next.
/// *Returns* whether the value is to follow; if not, the sink has what stands for it.
template <class Out>
[[nodiscard]] bool admits_named(Out& out, std::string_view name) noexcept {
    if constexpr (requires { out.named(name); }) {
        return out.named(name);
    } else {
        if (!out.is_sensitive(name)) return true;
        give_redacted(out);
        return false;
    }
}

/// As admits_named, where `first` is the name. What it reads as is found by describing it.
template <class Out, class First>
[[nodiscard, gnu::noinline]] bool admits_after(Out& out, const First& first, NameKind kind, unsigned level) noexcept {
    NameProbe probe;  // gone from the stack before the value is described
    describe_nested(probe, first, level);
    if (!probe.reads() || (kind == NameKind::likely && !looks_like_a_name(probe.name()))) return true;
    if (!probe.is_cut()) return admits_named(out, probe.name());
    give_redacted(out);
    return false;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
