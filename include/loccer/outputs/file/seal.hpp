// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SEAL_HPP
#define LOCCER_OUTPUTS_FILE_SEAL_HPP

// What a file output adds to each line so that damage or a change is noticed later. Here is what a seal has to
// offer, and the one that adds nothing; the seals themselves have headers of their own.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>
#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// What the options that seal lines are of one kind by: an output has one of them.
struct SealKind {};

/// *Returns* whether the line is one object and its line end, so that a member can be put last into it.
[[nodiscard]] inline bool is_sealable(std::string_view line) noexcept {
    if (!line.ends_with("}\n") || !(line.starts_with("{\"") || line == "{}\n")) return false;
    return line.find('\n') == line.size() - 1;
}

/// Where the next line will stand.
struct SealPlace {
    int directory = -1;            ///< descriptor of the log's directory
    std::string_view name;         ///< of the log in it
    int file = -1;                 ///< descriptor of the live file
    ::off_t end = 0;               ///< how large that is; *Units* bytes
    std::uint64_t generation = 0;  ///< grows when another file becomes the live one
};

/// Adds nothing. Also the list of what a seal has:
/// 1. `ordered`: lines are sealed and appended one at a time, also among processes, under the directory lock.
/// 2. `signal_safe`: seal() may be called in a signal handler.
/// 3. `room`: how many bytes it adds to a line at most.
/// 4. `prepare<Kernel>(place)` before each line. *Returns* false where the line has to stay without a seal.
/// 5. `seal(line, out)` writes the sealed line, with its line end, to `out`, which has line.size() + room bytes.
///    *Returns* its size; 0 where the line cannot be sealed.
/// 6. `appended(end, generation)` when the sealed line stands in the file, which ends at `end`.
/// All are noexcept and allocate nothing.
struct NoSeal {
    static constexpr bool ordered = false;
    static constexpr bool signal_safe = true;
    static constexpr std::size_t room = 0;

    template <class Kernel>
    [[nodiscard]] static bool prepare(const SealPlace&) noexcept {
        return false;
    }
    [[nodiscard]] static std::size_t seal(std::string_view, char*) noexcept { return 0; }
    static void appended(::off_t, std::uint64_t) noexcept {}
};

/// Where lines are sealed. *Allocates* at construction, and when a line is larger than any before.
class SealBuffer {
  public:
    /// \param room what the seal adds to a line; 0: no memory is taken.
    explicit SealBuffer(std::size_t room)
        : room_(room), size_(room == 0 ? 0 : usual_line_bytes + room), bytes_(size_ == 0 ? nullptr : new char[size_]) {}

    /// \param may_grow false: nothing is allocated, as in a signal handler.
    /// *Returns* memory for a sealed line of `line_size` bytes; nullptr where there is none. *Throws* nothing.
    [[nodiscard]] char* room_for(std::size_t line_size, bool may_grow) noexcept {
        if (line_size + room_ <= size_) [[likely]]
            return bytes_.get();
        if (!may_grow) return nullptr;
        char* const larger = new (std::nothrow) char[line_size + room_];
        if (larger == nullptr) return nullptr;
        bytes_.reset(larger);
        size_ = line_size + room_;
        return larger;
    }

  private:
    static constexpr std::size_t usual_line_bytes = std::size_t{64} * 1024;

    std::size_t room_;
    std::size_t size_;
    Owned<char[]> bytes_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
