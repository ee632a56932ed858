// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_GUNZIP_HPP
#define LOCCER_OUTPUTS_FILE_GUNZIP_HPP

// Reads a compressed backup piece by piece: what is asked of it is bounded, whatever the file claims to hold, and a
// file that was cut or damaged gives what stands before the damage. Only programs that include this header
// need zlib.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/refuse.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <zlib.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// How far unpacking has come.
enum class Unpacking : std::uint8_t {
    more,        ///< the piece is full
    whole,       ///< the file ends, and all of it was right
    cut,         ///< the file ends too early
    damaged,     ///< what follows is no gzip, or not what was compressed
    unreadable,  ///< the file gave no more bytes
    no_memory
};

/// *Allocates* about 25 KiB at construction, and zlib 32 KiB more when the first file is read. *Threads* one at a time.
class Gunzip {
  public:
    /// *Errors* refused where there is no memory. *Throws* std::system_error, std::bad_alloc.
    Gunzip() : state_(new State) {
        constexpr int largest_window = 15;
        constexpr int as_gzip = 16;
        if (::inflateInit2(&state_->stream, largest_window + as_gzip) == Z_OK) return;
        refuse(std::make_error_code(std::errc::not_enough_memory),
               "loccer::Gunzip: cannot be made; give the program more memory, and the zlib it was built for");
    }

    /// *Effects* starts with another file, whatever became of the one before. *Throws* nothing.
    void begin() noexcept {
        (void)::inflateReset(&state_->stream);
        state_->stream.avail_in = 0;
        members_ = 0;
        in_member_ = false;
    }

    /// *Effects* unpacks into `piece` until it is full. A file may consist of several members, as `cat` makes it.
    /// \param fill `fill(span<char>)` reads the file on. *Returns* how many bytes; 0 at the end, negative where that
    /// fails. \param count receives how many bytes of `piece` are filled, in each case. *Throws* nothing.
    template <class Fill>
    [[nodiscard]] Unpacking next(Fill&& fill, std::span<char> piece, std::size_t& count) noexcept {
        ::z_stream& stream = state_->stream;
        stream.next_out = reinterpret_cast<::Bytef*>(piece.data());
        stream.avail_out = static_cast<::uInt>(piece.size());
        count = 0;
        while (stream.avail_out > 0) {
            bool at_end = false;
            if (stream.avail_in == 0) {
                const auto got = fill(std::span<char>(state_->input));
                if (got < 0) return Unpacking::unreadable;
                at_end = got == 0;
                stream.next_in = reinterpret_cast<::Bytef*>(state_->input.data());
                stream.avail_in = static_cast<::uInt>(got);
            }
            if (at_end && !in_member_) return members_ > 0 ? Unpacking::whole : Unpacking::cut;
            in_member_ = true;
            const int result = ::inflate(&stream, Z_NO_FLUSH);
            count = piece.size() - stream.avail_out;
            if (result == Z_STREAM_END) {
                in_member_ = false;
                ++members_;
                (void)::inflateReset(&stream);
                continue;
            }
            if (result == Z_MEM_ERROR) return Unpacking::no_memory;
            if (result != Z_OK && result != Z_BUF_ERROR) return Unpacking::damaged;
            if (at_end && stream.avail_out > 0) return Unpacking::cut;
        }
        return Unpacking::more;
    }

  private:
    /// Stays where it is: zlib's memory points back to its stream.
    struct State {
        State() noexcept = default;
        State(const State&) = delete;
        State& operator=(const State&) = delete;
        ~State() { (void)::inflateEnd(&stream); }

        ::z_stream stream{};
        std::array<char, std::size_t{16} * 1024> input;
    };

    Owned<State> state_;
    std::uint64_t members_ = 0;
    bool in_member_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
