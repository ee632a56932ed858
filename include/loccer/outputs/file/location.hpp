// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_LOCATION_HPP
#define LOCCER_OUTPUTS_FILE_LOCATION_HPP

// Where a log file lies: its directory as an absolute path, so that a later chdir() does not move the
// log, and its name. Also how a path is shown in a refusal.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/outputs/ascii.hpp>
#include <loccer/outputs/failure.hpp>

#include <cerrno>
#include <climits>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// std::filesystem::path on this system, recognised without including it.
template <class Path>
concept NativePath = requires(const Path& path) {
    { path.native() } -> std::convertible_to<std::string_view>;
};

/// *Returns* a path as printable ASCII, shortened in the middle: refusals end on terminals too.
[[nodiscard]] inline std::string printable(std::string_view path) {
    constexpr std::size_t longest = 256;
    struct Text {
        std::string text;
        void put(char c) { c == '\n' ? text.append("\\n") : text.append(1, c); }
    } shown;
    outputs::AsciiFilter filter(shown);
    const bool whole = path.size() <= longest;
    for (const char c : whole ? path : path.substr(0, longest / 2)) filter.put(c);
    filter.finish();
    if (whole) return shown.text;
    shown.text.append("...");
    for (const char c : path.substr(path.size() - longest / 2)) filter.put(c);
    filter.finish();
    return shown.text;
}

/// *Effects* refuses a path: what, which input, why, what to do. \param output whose path it is.
[[noreturn]] LOCCER_COLD inline void refuse_path(std::string_view path, OutputFailure failure,
                                                 const char* output = "JsonFileOutput") {
    refuse(std::error_code(failure.error, std::generic_category()),
           std::string("loccer::") + output + ": '" + printable(path) + "' " + failure.what());
}

/// A path taken apart. *Allocates* yes, at construction. *Throws* as refuse() does.
class Location {
  public:
    /// \param output is named where the path is refused.
    explicit Location(std::string_view path, const char* output = "JsonFileOutput") {
        const auto refused = [&](outputs::Problem problem, int error) { refuse_path(path, {problem, error}, output); };
        if (path.empty()) refused(outputs::Problem::empty_path, EINVAL);
        if (path.find('\0') != std::string_view::npos) refused(outputs::Problem::embedded_zero, EINVAL);
        const std::size_t slash = path.rfind('/');
        name_ = slash == std::string_view::npos ? path : path.substr(slash + 1);
        if (name_.empty()) refused(outputs::Problem::directory, EISDIR);
        directory_ = slash == std::string_view::npos ? "" : path.substr(0, slash + 1);
        if (path.front() != '/') directory_.insert(0, working_directory());
    }

    /// *Returns* the directory, ending with a slash.
    [[nodiscard]] const std::string& directory() const noexcept { return directory_; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// *Allocates* yes.
    [[nodiscard]] std::string path() const { return directory_ + name_; }

  private:
    /// Where there is none any more, the path stays relative and opening it will say so.
    static std::string working_directory() {
        char path[PATH_MAX];
        return ::getcwd(path, sizeof path) == nullptr ? std::string("./") : std::string(path) + '/';
    }

    std::string directory_;
    std::string name_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
