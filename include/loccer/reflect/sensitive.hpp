// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_SENSITIVE_HPP
#define LOCCER_REFLECT_SENSITIVE_HPP

// A value that must never be printed, whatever its name and whatever the rules of a log: passwords, keys, numbers
// of cards. It stands here, below everything that looks into values, so that each of them knows it; a program
// that wants the type alone includes this header and nothing else of loccer comes with it.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace reflect {

/// What every Sensitive is, and nothing else.
struct SensitiveBase {};

/// A Sensitive, or a type derived from one: a marker stands for its values everywhere. No description of its own, no
/// conversion to a text and no operator<< that a derived type has is asked.
template <class Type>
concept NeverShown = std::is_class_v<Type> && requires {
    sizeof(Type);
    requires std::is_base_of_v<SensitiveBase, Type>;
};

}  // namespace reflect

namespace sensitive_detail {

/// *Effects* sets memory to zero, also where the compiler sees that nobody reads it any more.
inline void wipe_bytes(void* memory, std::size_t size) noexcept {
    if (size != 0) std::memset(memory, 0, size);
    __asm__ volatile("" : : "r"(memory) : "memory");  // keeps the wiping from being optimised away
}

template <class Type>
using ElementOf = std::remove_pointer_t<decltype(std::declval<Type&>().data())>;

/// std::string, std::vector, std::array: elements in one piece that belong to the value.
template <class Type>
concept OwnsElements = requires(Type& value) {
    requires std::is_object_v<ElementOf<Type>> && !std::is_const_v<ElementOf<Type>>;
    { value.size() } -> std::convertible_to<std::size_t>;
};

/// *Effects* wipes what a value holds, as Sensitive says; a container is empty afterwards.
template <class Type>
void wipe(Type& value) noexcept {
    if constexpr (std::is_trivially_copyable_v<Type>) {
        wipe_bytes(__builtin_addressof(value), sizeof(value));
    } else if constexpr (OwnsElements<Type>) {
        using Element = ElementOf<Type>;
        if constexpr (std::is_trivially_copyable_v<Element>) {
            // What was longer once has left its end behind. There is room for it, so nothing is allocated.
            if constexpr (requires { value.resize(value.capacity()); }) value.resize(value.capacity());
            wipe_bytes(value.data(), value.size() * sizeof(Element));
        } else {
            for (std::size_t i = 0; i < value.size(); ++i) wipe(value.data()[i]);
        }
        if constexpr (requires { value.clear(); }) value.clear();
    }
}

template <class Type>
concept Unit = std::is_integral_v<Type> || std::is_enum_v<Type>;

/// A value that equals another one where all of its bytes do.
template <class Type>
concept ByteLike = Unit<Type> || (OwnsElements<Type> && Unit<ElementOf<Type>>);

/// *Returns* whether two pieces of memory are equal. It takes the same time wherever they differ.
[[nodiscard]] inline bool equal_bytes(const void* left, const void* right, std::size_t size) noexcept {
    const auto* const first = static_cast<const unsigned char*>(left);
    const auto* const second = static_cast<const unsigned char*>(right);
    unsigned difference = 0;
    for (std::size_t i = 0; i < size; ++i) {
        difference |= static_cast<unsigned>(first[i] ^ second[i]);
        __asm__ volatile("" : "+r"(difference));  // so that the compiler can't know that it may stop
    }
    return difference == 0;
}

template <class Type>
inline constexpr bool never = false;

}  // namespace sensitive_detail

/// Holds a value that no record, stream or formatter shows: `Sensitive<std::string> password{ask()};`. Where loccer
/// meets one (a local, metadata, a member, an element, the key of a map), the marker of the log's rules stands for it,
/// with NoRedaction too, and it is counted in the record's `redactions`; its content is not read, so it has no token
/// either. The content is wiped when it is destroyed, moved from or assigned to: the memory of trivially copyable
/// types; the whole capacity of strings and vectors of such, also inside of vectors and arrays. For other types that is
/// left to their own destructors: better make each of their secret members a Sensitive. What reveal() has given away,
/// and memory that a content has left while it was changed through reveal(), is the program's to wipe. Copied and moved
/// as T. *Allocates*, *Throws* and *Threads* as T. *Signal-safe* as T.
template <class T>
class Sensitive : reflect::SensitiveBase {
    static_assert(
        std::is_object_v<T> && !std::is_array_v<T> && std::is_same_v<T, std::remove_cv_t<T>>,
        "loccer::Sensitive: Value must be an object without const, and a std::array in place of an array; see "
        "docs/errors.md#sensitive-type");

  public:
    Sensitive()
        requires std::default_initializable<T>
        : value_() {}

    explicit Sensitive(T value) noexcept
        requires std::is_scalar_v<T>
        : value_(value) {}
    /// *Effects* holds what is made of `value`. A T that is moved in is wiped where it was.
    template <class From = T>
        requires(!std::is_scalar_v<T> && std::constructible_from<T, From> &&
                 !std::is_base_of_v<Sensitive, std::remove_cvref_t<From>> &&
                 !std::same_as<std::remove_cvref_t<From>, std::in_place_t>)
    explicit Sensitive(From&& value) noexcept(std::is_nothrow_constructible_v<T, From>)
        : value_(std::forward<From>(value)) {
        if constexpr (std::is_same_v<From, T>) sensitive_detail::wipe(value);
    }
    /// *Effects* holds what is made of `arguments`, without another place on its way.
    template <class... Arguments>
        requires std::constructible_from<T, Arguments...>
    explicit Sensitive(std::in_place_t, Arguments&&... arguments) : value_(std::forward<Arguments>(arguments)...) {}

    Sensitive(const Sensitive& other) noexcept(std::is_nothrow_copy_constructible_v<T>)
        requires std::copy_constructible<T>
        : reflect::SensitiveBase(), value_(other.value_) {}
    /// *Effects* wipes what is left in `other`.
    Sensitive(Sensitive&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
        requires std::move_constructible<T>
        : value_(std::move(other.value_)) {
        sensitive_detail::wipe(other.value_);
    }
    /// *Effects* wipes what it held. Where copying throws, it still holds that.
    Sensitive& operator=(const Sensitive& other)
        requires std::copyable<T>
    {
        if (this != &other) *this = Sensitive(other);
        return *this;
    }
    Sensitive& operator=(Sensitive&& other) noexcept(std::is_nothrow_move_assignable_v<T>)
        requires std::movable<T>
    {
        if (this == &other) return *this;
        sensitive_detail::wipe(value_);
        value_ = std::move(other.value_);
        sensitive_detail::wipe(other.value_);
        return *this;
    }
    ~Sensitive() { sensitive_detail::wipe(value_); }

    /// *Returns* the value, to be used. The only way to it, so that a search for `reveal` finds every use.
    [[nodiscard]] T& reveal() & noexcept { return value_; }
    [[nodiscard]] const T& reveal() const& noexcept { return value_; }
    /// *Returns* the value itself, which is an ordinary one from then on. *Effects* wipes what is left here.
    [[nodiscard]] T reveal() && noexcept(std::is_nothrow_move_constructible_v<T>)
        requires std::move_constructible<T>
    {
        T revealed(std::move(value_));
        sensitive_detail::wipe(value_);
        return revealed;
    }

    /// *Returns* whether the values have the same bytes. How long it takes tells whether they are of one size, and
    /// nothing more. Only for integers, enumerators and strings, vectors and arrays of these: what other types do when
    /// they are compared is not known.
    [[nodiscard]] friend bool operator==(const Sensitive& left, const Sensitive& right) noexcept
        requires sensitive_detail::ByteLike<T>
    {
        if constexpr (sensitive_detail::Unit<T>) {
            return sensitive_detail::equal_bytes(&left.value_, &right.value_, sizeof(T));
        } else {
            using Element = sensitive_detail::ElementOf<T>;
            return left.value_.size() == right.value_.size() &&
                   sensitive_detail::equal_bytes(left.value_.data(), right.value_.data(),
                                                 left.value_.size() * sizeof(Element));
        }
    }

    /// Refuses to be printed. Not a deleted function: what looks for a way to print would go on looking, as test
    /// frameworks do, and print the bytes.
    template <class Stream>
    friend void operator<<(Stream&& /*out*/, const Sensitive& /*value*/) {
        static_assert(sensitive_detail::never<Stream>,
                      "loccer::Sensitive: Value must not be printed (reveal() says where it is used); see "
                      "docs/errors.md#sensitive-printed");
    }

  private:
    T value_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
