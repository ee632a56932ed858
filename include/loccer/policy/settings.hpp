// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_SETTINGS_HPP
#define LOCCER_POLICY_SETTINGS_HPP

// The settings a log can take, each with its default and its range.
// Layer: policy.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/size.hpp>
#include <loccer/policy/role.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace policy {
struct MaxRecordKind {};
struct RecordsAtOnceKind {};
struct FramesKind {};
struct EnvironmentKind {};
}  // namespace policy

/// The largest record in bytes, its line end included; what does not fit is cut and said to be cut.
/// *Units* bytes, from 2 KiB to 16 MiB. The default is 64 KiB.
template <std::int64_t Bytes>
struct MaxRecord {
    static_assert(Bytes >= 2 * KiB && Bytes <= 16 * MiB,
                  "loccer::MaxRecord: Bytes must lie between 2 KiB and 16 MiB; see docs/errors.md#max-record");
    using loccer_role = SettingRole;
    using setting_kind = policy::MaxRecordKind;
    static constexpr std::size_t bytes = static_cast<std::size_t>(Bytes);
};

/// How many records a log makes and writes at the same time, each in a buffer of its own; further captures wait in
/// their order until one is written. A buffer has room for the largest record and some 100 KB of what was written
/// lately; the log allocates all of them, and the system gives memory to those that are used. *Units* records, from 1
/// to 256. The default is two for each processor, from 8 to 64 and not more than fit into 16 MiB, but always 4.
template <int Count>
struct RecordsAtOnce {
    static_assert(Count >= 1 && Count <= 256,
                  "loccer::RecordsAtOnce: Count must lie between 1 and 256; see docs/errors.md#records-at-once");
    using loccer_role = SettingRole;
    using setting_kind = policy::RecordsAtOnceKind;
    static constexpr std::size_t count = static_cast<std::size_t>(Count);
};

/// Frames carry function, file, line and source text, looked up once per address (the default).
struct SymbolizedFrames {
    using loccer_role = SettingRole;
    using setting_kind = policy::FramesKind;
    static constexpr bool symbolized = true;
};

/// Where frames are completed beside the thread that captures: by a thread of the log.
struct ResolverThread {};

/// As SymbolizedFrames, but an address that is seen for the first time is looked up on another thread, which then hands
/// the record to the outputs: `SymbolizedFramesOn<ResolverThread>`. The capturing thread waits for it only at exit and
/// where the record tells of the program's end. Records whose addresses are all known are written at once.
/// \tparam WaitingBytes how much may wait, *Units* bytes, from 16 KiB to 1 GiB; a record takes some 3 KiB. Those that
/// find no room are completed by the capturing thread.
template <class Where, std::int64_t WaitingBytes = 1 * MiB>
struct SymbolizedFramesOn {
    static_assert(
        std::is_same_v<Where, ResolverThread>,
        "loccer::SymbolizedFramesOn: Where must be loccer::ResolverThread (SymbolizedFrames looks symbols up in "
        "place); see docs/errors.md#symbolized-frames-on");
    static_assert(WaitingBytes >= 16 * KiB && WaitingBytes <= 1 * GiB,
                  "loccer::SymbolizedFramesOn: WaitingBytes must lie between 16 KiB and 1 GiB; see "
                  "docs/errors.md#symbolized-frames-waiting");
    using loccer_role = SettingRole;
    using setting_kind = policy::FramesKind;
    static constexpr bool symbolized = true;
    static constexpr std::size_t waiting_bytes = static_cast<std::size_t>(WaitingBytes);
};

/// Frames carry module, offset and build id only, to be symbolised later on another machine.
struct RawFrames {
    using loccer_role = SettingRole;
    using setting_kind = policy::FramesKind;
    static constexpr bool symbolized = false;
};

/// The environment variables that PlatformIntegration may record; none by default.
template <FixedString... Names>
struct Environment {
    static_assert(((Names.size() > 0) && ...),
                  "loccer::Environment: Names must not contain an empty name; see docs/errors.md#environment");
    using loccer_role = SettingRole;
    using setting_kind = policy::EnvironmentKind;

    /// *Effects* calls `visit(name)` for each name, a `const char*`.
    template <class Visitor>
    static void for_each(Visitor&& visit) {
        (visit(Names.text), ...);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
