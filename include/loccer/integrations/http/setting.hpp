// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_SETTING_HPP
#define LOCCER_INTEGRATIONS_HTTP_SETTING_HPP

// Which answers of a server are recorded, and whether records have the bodies of requests: one setting for all
// integrations of web frameworks in a log.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/size.hpp>
#include <loccer/policy/role.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace policy {
struct HttpCaptureKind {};
}  // namespace policy

/// An option of HttpCapture: answers from 400 to 499 have a record, too.
struct Capture4xx {};

/// An option of HttpCapture: answers from 500 to 599 have no record. Exceptions have one all the same.
struct NoCapture5xx {};

/// An option of HttpCapture: records have the request's body, `json_payload` where it is JSON and else `raw_payload`.
/// \tparam Bytes what is shown of it begins within so many, *Units* bytes, from 1 to 1 MiB. A text has 8 KiB in a
/// record at most, and a record of 64 KiB gives an integration less than that in all.
template <std::int64_t Bytes = 8 * KiB>
struct CaptureBody {
    static_assert(Bytes >= 1 && Bytes <= 1 * MiB,
                  "loccer::CaptureBody: Bytes must lie between 1 and 1 MiB; see docs/errors.md#capture-body");
    static constexpr std::size_t bytes = static_cast<std::size_t>(Bytes);
};

namespace http_setting_detail {

template <class Option>
inline constexpr std::size_t body_bytes_of = 0;
template <std::int64_t Bytes>
inline constexpr std::size_t body_bytes_of<CaptureBody<Bytes>> = CaptureBody<Bytes>::bytes;

template <class Option>
inline constexpr bool is_option =
    std::is_same_v<Option, Capture4xx> || std::is_same_v<Option, NoCapture5xx> || body_bytes_of<Option> != 0;

/// *Returns* whether each option is one of them, and of each kind there is at most one.
template <class... Options>
[[nodiscard]] consteval bool are_options() {
    return (is_option<Options> && ...) && (0 + ... + int{std::is_same_v<Options, Capture4xx>}) <= 1 &&
           (0 + ... + int{std::is_same_v<Options, NoCapture5xx>}) <= 1 &&
           (0 + ... + int{body_bytes_of<Options> != 0}) <= 1;
}

}  // namespace http_setting_detail

/// What integrations of web frameworks record beside exceptions: `HttpCapture<Capture4xx, CaptureBody<16 * KiB>>`.
/// Without it, and without an option: answers from 500 on, and no bodies.
template <class... Options>
struct HttpCapture {
    static_assert(http_setting_detail::are_options<Options...>(),
                  "loccer::HttpCapture: Options must be Capture4xx, NoCapture5xx or CaptureBody<Bytes>, each at most "
                  "once; see docs/errors.md#http-capture");
    using loccer_role = SettingRole;
    using setting_kind = policy::HttpCaptureKind;
    static constexpr bool captures_4xx = (std::is_same_v<Options, Capture4xx> || ...);
    static constexpr bool captures_5xx = !(std::is_same_v<Options, NoCapture5xx> || ...);
    /// How much of a body is shown; 0 for nothing.
    static constexpr std::size_t body_bytes = (std::size_t{0} + ... + http_setting_detail::body_bytes_of<Options>);
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
