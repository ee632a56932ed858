// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_FRAME_COLLECTOR_HPP
#define LOCCER_TRACE_FRAME_COLLECTOR_HPP

// Turns what is told about one address, innermost function first, into the frames that are kept,
// outermost first, with readable names and the text of the source lines.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/event/frame_memo.hpp>
#include <loccer/trace/arena.hpp>
#include <loccer/trace/demangle.hpp>
#include <loccer/trace/frame_filter.hpp>
#include <loccer/trace/function_name.hpp>
#include <loccer/trace/raw_frame.hpp>
#include <loccer/trace/short_name.hpp>
#include <loccer/trace/source_line.hpp>
#include <loccer/trace/source_path.hpp>
#include <loccer/trace/symbol_cache.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Collects the frames of one address in an arena. What finds no room is noticed by finish().
class FrameCollector {
  public:
    /// Where the frames of one address are put together: too large for the stack of a small thread.
    using Room = std::array<ResolvedFrame, 32>;

    /// \param module_path of the module that holds the address; empty if unknown. \param room outlives this.
    FrameCollector(Arena& arena, std::string_view module_path, Room& room) noexcept
        : arena_(arena), module_path_(module_path), frames_(room) {}

    /// *Effects* adds the next outer function. \param file and \param function may be null.
    void location(const char* file, int line, const char* function) noexcept {
        if (file == nullptr && function == nullptr) return;
        if (count_ < frames_.size()) ++count_;  // of too many the outermost, the real function, stays
        ResolvedFrame& frame = frames_[count_ - 1];
        frame = ResolvedFrame{};
        if (file != nullptr) {
            frame.filename = shorten(file[0] == '/' ? copy(repair_path(file)) : locate(file));
            frame.lineno = line > 0 ? static_cast<std::uint32_t>(line) : 0U;
            frame.line = read_line(frame.filename, frame.lineno);
        }
        outermost_mangled_ = false;
        if (function != nullptr) name(frame, function);
    }

    /// *Effects* names the outermost function after its symbol, unless that tells no more than is known.
    void symbol(const char* mangled) noexcept {
        if (!wants_symbol() || (has_name() && !is_mangled(mangled))) return;
        if (count_ == 0) frames_[count_++] = ResolvedFrame{};
        name(frames_[count_ - 1], mangled);
    }

    /// *Returns* whether the outermost function's symbol may say more: debug information names functions
    /// that only their own file can call without their namespace and parameters.
    [[nodiscard]] bool wants_symbol() const noexcept { return !outermost_mangled_; }

    /// *Returns* whether the outermost function has some name.
    [[nodiscard]] bool has_name() const noexcept { return count_ != 0 && !frames_[count_ - 1].name.empty(); }

    /// *Returns* the frames in the arena, at least one, or null if not everything found room.
    /// \param keeper of what logs make of them; it is there as long as the arena's content.
    /// \param is_final false where more may be known of the address later.
    [[nodiscard]] const CachedSymbol* finish(std::uintptr_t address, const CachedModule* module, FrameKeeper& keeper,
                                             bool is_final = true) noexcept {
        if (count_ == 0) frames_[count_++] = ResolvedFrame{};
        name_blocks();
        auto* const kept =
            static_cast<ResolvedFrame*>(arena_.allocate(count_ * sizeof(ResolvedFrame), alignof(ResolvedFrame)));
        auto* const memos = static_cast<FrameMemo*>(arena_.allocate(count_ * sizeof(FrameMemo), alignof(FrameMemo)));
        void* const place = arena_.allocate(sizeof(CachedSymbol), alignof(CachedSymbol));
        if (arena_.overflowed()) return nullptr;
        const bool is_lasting = is_final && module != nullptr && module->is_lasting;
        for (std::size_t i = 0; i < count_; ++i) {
            ResolvedFrame& frame = *::new (kept + i) ResolvedFrame{frames_[count_ - 1 - i]};
            frame.memo = ::new (memos + i) FrameMemo{keeper, is_lasting};
            frame.offset = module == nullptr ? address : address - module->base;
            if (module == nullptr) continue;
            frame.module = module->path;
            frame.build_id = module->build_id;
            if (frame.name.empty()) frame.kind = kind_of_module(module->path);
        }
        return ::new (place) CachedSymbol{address, module, {kept, count_}};
    }

  private:
    static constexpr std::size_t max_text_bytes = 4096;
    static constexpr int max_levels = 8;
    static constexpr std::size_t read_bytes = 32 * 1024;

    /// libbacktrace of GCC 12 puts the compilation directory even before an absolute path of Clang's
    /// DWARF 5 (`/build//src/a.cpp`). *Returns* the absolute path, unless the whole names a file.
    [[nodiscard]] static const char* repair_path(const char* file) noexcept {
        const char* const joint = std::strstr(file, "//");
        return joint == nullptr || ::access(file, F_OK) == 0 ? file : joint + 1;
    }

    [[nodiscard]] static bool is_mangled(std::string_view name) noexcept { return name.starts_with("_Z"); }

    void name(ResolvedFrame& frame, const char* mangled) noexcept {
        outermost_mangled_ = is_mangled(mangled);
        frame.kind = kind_of_symbol(mangled);
        if (!outermost_mangled_ && is_own_file(frame.filename)) frame.kind = FrameKind::own;
        demangle_symbol(mangled, arena_.rest(), [&](std::string_view readable) {
            const std::span<char> room = arena_.rest();
            const std::string_view shorter = shorten_name(readable, room);
            if (shorter.data() != room.data()) {
                frame.name = copy(readable);
            } else {
                (void)arena_.allocate(shorter.size(), 1);
                frame.name = shorter;
            }
        });
    }

    /// An inlined lambda is just `operator()` to GCC's debug information. The block of a scope, though, is written
    /// in the function that runs the scope, with nothing but loccer's functions between the two.
    void name_blocks() noexcept {
        for (std::size_t block = count_ - 1; block-- > 0;) {
            if (frames_[block].name != "operator()" || frames_[block].kind != FrameKind::program) continue;
            std::size_t writer = block + 1;
            while (writer < count_ && frames_[writer].kind == FrameKind::own) ++writer;
            if (writer == count_ || !frames_[writer - 1].name.starts_with("operator<<=")) continue;
            const std::string_view name = frames_[writer].name;
            const std::span<char> room = arena_.rest();
            const std::size_t length = name.size() + lambda_suffix.size();
            if (name.empty() || length > room.size() || length > max_text_bytes) continue;
            lambda_suffix.copy(room.data() + name.copy(room.data(), name.size()), lambda_suffix.size());
            (void)arena_.allocate(length, 1);
            frames_[block].name = {room.data(), length};
        }
    }

    /// Behind a link `..` leads elsewhere than it seems: then the path stays as it is.
    [[nodiscard]] std::string_view shorten(std::string_view path) noexcept {
        if (path.find("/.") == std::string_view::npos) return path;
        const std::string_view shorter = shorten_path(path, arena_.rest());
        if (shorter.empty() || shorter.size() == path.size()) return path;
        if (!is_same_file(shorter.data(), path.data())) return path;
        (void)arena_.allocate(shorter.size() + 1, 1);
        return shorter;
    }

    [[nodiscard]] std::string_view copy(std::string_view text) noexcept {
        return arena_.copy(text.substr(0, max_text_bytes));
    }

    /// GCC's DWARF 5 gives paths relative to the compilation directory, which libbacktrace keeps to itself. In a
    /// build tree it is one of the folders above the program; elsewhere the path stays as it is.
    [[nodiscard]] std::string_view locate(std::string_view file) noexcept {
        std::string_view folder = module_path_.substr(0, module_path_.rfind('/') + 1);
        for (int level = 0; level < max_levels && folder.size() > 1; ++level) {
            const std::size_t size = folder.size() + file.size();
            const std::span<char> room = arena_.rest();
            if (size >= room.size() || size > max_text_bytes) break;
            file.copy(room.data() + folder.copy(room.data(), folder.size()), file.size());
            room[size] = '\0';
            if (::access(room.data(), F_OK) == 0) {
                (void)arena_.allocate(size + 1, 1);
                return {room.data(), size};
            }
            folder = folder.substr(0, folder.rfind('/', folder.size() - 2) + 1);
        }
        return copy(file);
    }

    /// Only an absolute path names the file that was compiled; others depend on the working directory.
    [[nodiscard]] std::string_view read_line(std::string_view file, std::uint32_t line) noexcept {
        if (!file.starts_with('/')) return {};
        std::span<char> room = arena_.rest();
        if (room.size() > read_bytes) room = room.first(read_bytes);
        const std::string_view text = source_line(file.data(), line, room);
        if (text.empty()) return text;
        // The text lies somewhere in the unclaimed memory: move it to its front and claim it.
        std::memmove(room.data(), text.data(), text.size());
        (void)arena_.allocate(text.size(), 1);
        return {room.data(), text.size()};
    }

    Arena& arena_;
    std::string_view module_path_;
    std::size_t count_ = 0;
    bool outermost_mangled_ = false;
    Room& frames_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
