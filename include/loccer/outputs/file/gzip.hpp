// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_GZIP_HPP
#define LOCCER_OUTPUTS_FILE_GZIP_HPP

// Backups as gzip files, `zcat errors.log.17.gz`: the option that asks for them and the compressor behind
// it. Only programs that include this header need zlib. Memory is taken when the compressor is made, so that
// a program which is short of it later still compresses.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/outputs/file/option.hpp>

#include <array>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <zlib.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {

struct GzipKind {};

/// Turns a stream of bytes into one gzip member. Movable. *Allocates* about 400 KiB at construction, nothing
/// later. *Threads* one at a time.
class GzipCompressor {
  public:
    /// *Units* bytes: how much is read and written at a time.
    static constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

    /// \param level from 1, fast, to 9, small.
    /// *Errors* refused where there is no memory, or where the program runs with another zlib than it was
    /// compiled for. *Throws* std::system_error, std::bad_alloc.
    explicit GzipCompressor(int level = 6) : state_(new State), level_(level) {
        constexpr int largest_window = 15;
        constexpr int as_gzip = 16;
        constexpr int usual_memory = 8;
        const int result = ::deflateInit2(&state_->stream, level, Z_DEFLATED, largest_window + as_gzip, usual_memory,
                                          Z_DEFAULT_STRATEGY);
        if (result == Z_OK) return;
        const bool memory = result == Z_MEM_ERROR;
        refuse(std::make_error_code(memory ? std::errc::not_enough_memory : std::errc::invalid_argument),
               "loccer::Gzip: level " + std::to_string(level) + " " +
                   (memory ? "finds no memory; give the program more, or leave Gzip out"
                           : "is not accepted by this zlib; use a level from 1 to 9 and the zlib it was built for"));
    }

    /// *Effects* lets the next begin() use another level.
    void set_level(int level) noexcept { level_ = level; }
    [[nodiscard]] int level() const noexcept { return level_; }

    /// *Effects* starts a new file, whatever became of the one before. It says that it was called `name`
    /// (cut at NAME_MAX) and, so that equal logs give equal files, no time.
    /// *Returns* 0, or EINVAL for an impossible level. *Allocates* no. *Throws* nothing.
    /// *Source* RFC 1952, 2.3.1: a modification time of 0 means that there is none.
    [[nodiscard]] int begin(std::string_view name) noexcept {
        State& state = *state_;
        const std::size_t length = name.copy(state.name.data(), state.name.size() - 1);
        state.name[length] = '\0';
        state.header = {};
        state.header.os = unix_files;
        state.header.name = reinterpret_cast<::Bytef*>(state.name.data());
        const bool begun = ::deflateReset(&state.stream) == Z_OK &&
                           ::deflateParams(&state.stream, level_, Z_DEFAULT_STRATEGY) == Z_OK &&
                           ::deflateSetHeader(&state.stream, &state.header) == Z_OK;
        return begun ? 0 : EINVAL;
    }

    /// *Returns* where the next piece of the input has to be put before feed().
    [[nodiscard]] std::span<char> input() noexcept { return state_->input; }

    /// *Effects* compresses the first `count` bytes of input() and calls `write(bytes)` with what is ready.
    /// \param last nothing follows: the file is completed. \param write returns 0 or an errno.
    /// *Returns* 0 or the errno. *Allocates* no. *Throws* nothing.
    template <class Write>
    [[nodiscard]] int feed(std::size_t count, bool last, Write&& write) noexcept {
        ::z_stream& stream = state_->stream;
        stream.next_in = reinterpret_cast<::Bytef*>(state_->input.data());
        stream.avail_in = static_cast<::uInt>(count);
        int result = Z_OK;
        do {
            stream.next_out = reinterpret_cast<::Bytef*>(state_->output.data());
            stream.avail_out = static_cast<::uInt>(piece_bytes);
            result = ::deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
            if (result == Z_STREAM_ERROR) return EINVAL;
            const std::size_t ready = piece_bytes - stream.avail_out;
            if (ready == 0) continue;
            if (const int error = write(std::span<const char>(state_->output).first(ready)); error != 0) return error;
        } while (stream.avail_out == 0);
        return last && result != Z_STREAM_END ? EINVAL : 0;
    }

  private:
    static constexpr int unix_files = 3;  // RFC 1952, OS

    /// Stays where it is: zlib's memory points back to its stream.
    struct State {
        State() noexcept = default;
        State(const State&) = delete;
        State& operator=(const State&) = delete;
        ~State() { ::deflateEnd(&stream); }

        ::z_stream stream{};
        ::gz_header header{};
        std::array<char, NAME_MAX + 1> name{};
        std::array<char, piece_bytes> input;
        std::array<char, piece_bytes> output;
    };

    Owned<State> state_;
    int level_;
};

}  // namespace file

/// Compresses backups: `errors.log.17` becomes `errors.log.17.gz` when nobody writes to it any more.
/// \tparam Level from 1, fast, to 9, small.
template <int Level = 6>
struct Gzip {
    static_assert(Level >= 1 && Level <= 9, "loccer::Gzip: Level must lie between 1 and 9; see docs/errors.md#gzip");
    using file_option_kind = file::GzipKind;
    using Compressor = file::GzipCompressor;
    static constexpr int level = Level;

    template <class Settings>
    static constexpr void apply(Settings& settings) noexcept {
        settings.gzip_level = Level;
    }
};

namespace file {
template <int Level>
inline constexpr bool is_option<Gzip<Level>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
