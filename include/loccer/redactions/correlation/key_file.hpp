// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_CORRELATION_KEY_FILE_HPP
#define LOCCER_REDACTIONS_CORRELATION_KEY_FILE_HPP

// The key of an installation, from a file that nobody but the program can read. Whoever has it can find out by
// trying which secret of a few, such as a PIN, a token stands for: so it is refused where others may have it.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/refuse.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

/// How long a key is. *Units* bytes.
inline constexpr std::size_t min_key_bytes = 32;
inline constexpr std::size_t max_key_bytes = 4096;

/// A key, with room to see that a file is longer.
struct KeyBytes {
    std::array<unsigned char, max_key_bytes + 1> bytes{};
    std::size_t size = 0;
};

namespace key_file_detail {

/// Closes what it holds.
class Closing {
  public:
    explicit Closing(int file) noexcept : file_(file) {}
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;
    ~Closing() {
        if (file_ >= 0) ::close(file_);
    }

  private:
    int file_;
};

[[noreturn]] LOCCER_COLD inline void refuse_key(int error, const char* path, std::string_view why) {
    refuse(std::error_code(error, std::generic_category()),
           "loccer::KeyFile: '" + std::string(path) + "' " + std::string(why));
}

/// *Returns* why a file can't be opened, and what to do.
[[nodiscard]] inline std::string_view reason_of(int error) noexcept {
    switch (error) {
        case ENOENT: return "does not exist; make it with `umask 077; openssl rand -out <path> 32`";
        case ELOOP: return "is a symbolic link; name the file that it leads to";
        case EACCES: return "can't be read by this user; make that user its owner";
        default: return "can't be opened; name a file that can";
    }
}

/// *Effects* refuses a file that others can read or exchange, or that is none.
inline void check_status(const char* path, const struct ::stat& status) {
    if (!S_ISREG(status.st_mode)) refuse_key(EINVAL, path, "is no regular file; name one");
    if ((status.st_mode & 077U) != 0) refuse_key(EPERM, path, "is open to others; make it private with `chmod 600`");
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        refuse_key(EPERM, path, "belongs to another user; make the program's user its owner, or root");
}

}  // namespace key_file_detail

/// *Effects* reads all bytes of a file as a key, a newline at its end too. *Throws* as refuse() does, where there is
/// none, where it is a symbolic link or no regular file, where anybody but its owner may do anything with it, where the
/// owner is another user, and where it has less than min_key_bytes or more than max_key_bytes.
/// *Source* POSIX open() with O_NOFOLLOW; CWE-59, CWE-732.
inline void read_key_file(const char* path, KeyBytes& key) {
    const int file = ::open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) key_file_detail::refuse_key(errno, path, key_file_detail::reason_of(errno));
    const key_file_detail::Closing closing(file);
    struct ::stat status{};
    if (::fstat(file, &status) != 0) key_file_detail::refuse_key(errno, path, "can't be looked at; name another file");
    key_file_detail::check_status(path, status);
    std::size_t size = 0;
    while (size < key.bytes.size()) {
        const ::ssize_t read = ::read(file, key.bytes.data() + size, key.bytes.size() - size);
        if (read < 0 && errno == EINTR) continue;
        if (read < 0) key_file_detail::refuse_key(errno, path, "can't be read; name a file that can");
        if (read == 0) break;
        size += static_cast<std::size_t>(read);
    }
    if (size < min_key_bytes)
        key_file_detail::refuse_key(EINVAL, path, "has less than 32 bytes; make it with `openssl rand -out <path> 32`");
    if (size > max_key_bytes)
        key_file_detail::refuse_key(EFBIG, path,
                                    "has more than 4096 bytes; make it with `openssl rand -out <path> 32`");
    key.size = size;
}

}  // namespace redactions

/// The key in the file at `Path`, read once in the life of the process, when the first log is made that names it: see
/// read_key_file() for what is refused. It stays in memory.
template <FixedString Path>
class KeyFile {
    static consteval bool is_absolute() {
        return Path.size() != 0 && Path.view().front() == '/' && Path.view().find('\0') == std::string_view::npos;
    }
    static_assert(is_absolute(),
                  "loccer::KeyFile: Path must be absolute, for a program may change its directory; see "
                  "docs/errors.md#key-file-path");

  public:
    /// What describes the rules of a log calls it.
    static constexpr std::string_view name = Path.view();

    /// *Throws* as read_key_file(). *Threads* one at a time; CorrelationToken sees to it.
    static void load() {
        if (kept.size == 0) redactions::read_key_file(Path.text, kept);
    }
    /// *Returns* the key, nothing before load(). *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] static std::span<const unsigned char> bytes() noexcept { return {kept.bytes.data(), kept.size}; }

  private:
    static inline constinit redactions::KeyBytes kept{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
