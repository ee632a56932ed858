// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_RESIDUE_HPP
#define LOCCER_TESTS_CANARY_RESIDUE_HPP

// What a core dump would show after a capture: a child has secrets recorded, wipes its own copies and stands still,
// and its parent, which alone still knows the secrets, searches all memory that the child can write to.

#include "detector.hpp"
#include "random.hpp"
#include "request.hpp"

#include <loccer/loccer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace canary {

/// The secrets of the child, in one place where they can be wiped.
class Vault {
  public:
    static constexpr std::size_t size = 24;
    /// The last one is no secret: that it is found shows that the search sees what is there.
    enum Item : std::size_t {
        local,
        other_local,
        member,
        computed,
        global,
        literal,
        in_message,
        in_local,
        harmless,
        items
    };

    explicit Vault(std::uint64_t seed) {
        Random random(seed);
        for (auto& text : texts_) {
            for (char& character : text) character = letters_and_digits[random.below(letters_and_digits.size())];
        }
        std::memcpy(message_.data(), "password=", 9);
        std::memcpy(message_.data() + 9, texts_[in_message].data(), size);
        std::memcpy(note_.data(), "password=", 9);
        std::memcpy(note_.data() + 9, texts_[in_local].data(), size);
    }

    [[nodiscard]] std::string_view operator[](Item item) const { return {texts_[item].data(), size}; }
    [[nodiscard]] const char* message() const { return message_.data(); }
    [[nodiscard]] const char* note() const { return note_.data(); }

    /// *Effects* gives all of them to another process.
    void tell(int descriptor) const {
        if (::write(descriptor, texts_.data(), sizeof(texts_)) != sizeof(texts_)) std::abort();
    }
    void wipe() {
        ::explicit_bzero(texts_.data(), sizeof(texts_));
        ::explicit_bzero(message_.data(), message_.size());
        ::explicit_bzero(note_.data(), note_.size());
    }

  private:
    std::array<std::array<char, size>, items> texts_{};
    std::array<char, 48> message_{};
    std::array<char, 48> note_{};
};

inline constexpr std::array vault_names = {
    "local",       "local of a scope",  "member",          "computed key",   "global",
    "literal key", "text of a message", "text of a local", "harmless member"};
static_assert(vault_names.size() == Vault::items);

/// An exception that keeps no copy of its message.
class BorrowedMessage : public std::exception {
  public:
    explicit BorrowedMessage(const char* message) : message_(message) {}
    [[nodiscard]] const char* what() const noexcept override { return message_; }

  private:
    const char* message_;
};

[[gnu::noinline]] inline void fail_beside_secret(const Vault& vault) {
    const std::string_view password = vault[Vault::local];
    const char* const note = vault.note();
    LOCCER_LOCALS(password, note);
    throw BorrowedMessage(vault.message());
}

/// *Effects* has all secrets of the vault recorded, each in its way.
inline void record_all(const Vault& vault, std::string& watched) {
    const std::string_view api_key = vault[Vault::other_local];
    watched.assign(vault[Vault::global]);
    Request& request = RequestIntegration::current();
    request.secrets.assign(8, std::string());
    for (std::string& secret : request.secrets) secret.assign(vault[Vault::literal]);
    request.harmless.assign(2, "x");
    request.gives = Request::Gives::literal_keys;
    try {
        LOCCER_CAPTURE(loccer::default_log, api_key) { fail_beside_secret(vault); };
    } catch (const std::exception&) {
    }
    const std::map<std::string_view, std::string_view> computed = {{"oldToken", vault[Vault::computed]}};
    loccer::log_metadata({{"password", vault[Vault::member]}, {"city", vault[Vault::harmless]}, {"peer", computed}});
    request.gives = Request::Gives::nothing;
    for (std::string& secret : request.secrets) ::explicit_bzero(secret.data(), secret.size());
    ::explicit_bzero(watched.data(), watched.size());
}

/// A piece of another process' memory.
struct Mapping {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string name;
};

/// *Returns* what a process can write to. *Source* proc_pid_maps(5).
inline std::vector<Mapping> writable_mappings(::pid_t process) {
    std::vector<Mapping> mappings;
    std::ifstream lines("/proc/" + std::to_string(process) + "/maps");
    for (std::string line; std::getline(lines, line);) {
        Mapping mapping;
        std::array<char, 8> rights{};
        int name_at = 0;
        const int read = std::sscanf(line.c_str(), "%lx-%lx %7s %*s %*s %*s %n", &mapping.begin, &mapping.end,
                                     rights.data(), &name_at);
        if (read < 3 || rights[1] != 'w') continue;
        mapping.name = line.substr(static_cast<std::size_t>(name_at));
        mappings.push_back(std::move(mapping));
    }
    return mappings;
}

/// What was found.
struct Residue {
    std::size_t secrets = 0;   ///< how many secrets were recorded
    std::size_t searched = 0;  ///< *Units* bytes
    std::vector<std::string> found;
    bool sees_harmless = false;

    void print() const {
        std::printf(
            "\nsecrets left in the memory of a process after it had recorded %zu and wiped its own: %zu places\n",
            secrets, found.size());
        for (const std::string& place : found) std::printf("  %s\n", place.c_str());
    }
};

/// *Returns* what stands in memory that the process can write to.
inline Residue search_memory(::pid_t process, const Detector& detector) {
    Residue residue;
    residue.secrets = detector.size() - 1;
    const int memory = ::open(("/proc/" + std::to_string(process) + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    for (const Mapping& mapping : writable_mappings(process)) {
        std::string bytes(mapping.end - mapping.begin, '\0');
        const ::ssize_t read = ::pread(memory, bytes.data(), bytes.size(), static_cast<::off_t>(mapping.begin));
        if (read <= 0) continue;
        residue.searched += static_cast<std::size_t>(read);
        std::size_t last_at = bytes.size();
        detector.scan_plain(bytes, [&](const Hit& hit) {
            if (hit.at == last_at) return;  // a canary is found by each of its blocks
            last_at = hit.at;
            if (hit.number == Vault::harmless) {
                residue.sees_harmless = true;
                return;
            }
            std::string around(hit.bytes.substr(hit.at < 32 ? 0 : hit.at - 32, 72));
            std::replace_if(around.begin(), around.end(), [](char c) { return c < ' ' || c > '~'; }, '.');
            residue.found.push_back(std::string(vault_names[hit.number]) + " in " +
                                    (mapping.name.empty() ? "an unnamed mapping" : mapping.name) + ": " + around);
        });
    }
    ::close(memory);
    return residue;
}

/// *Returns* what is left of secrets in a child after `Bench`'s log has recorded them.
template <class MakeBench>
Residue residue_of(MakeBench make_bench, std::uint64_t seed) {
    std::array<int, 2> told{};
    std::array<int, 2> searched{};
    if (::pipe(told.data()) != 0 || ::pipe(searched.data()) != 0) std::abort();
    const ::pid_t child = ::fork();
    if (child == 0) {
        ::alarm(60);
        {
            const auto bench = make_bench();
            Vault vault(seed);
            vault.tell(told[1]);
            record_all(vault, Globals::current().password);
            vault.wipe();
            char end = 0;
            if (::write(told[1], "!", 1) != 1 || ::read(searched[0], &end, 1) != 1) std::abort();
        }
        ::_exit(0);
    }
    ::close(told[1]);
    Detector detector;
    std::array<char, Vault::size> text{};
    for (std::size_t item = 0; item < Vault::items; ++item) {
        if (::read(told[0], text.data(), text.size()) == Vault::size) detector.add({text.data(), text.size()});
    }
    char ready = 0;
    Residue residue;
    if (::read(told[0], &ready, 1) == 1) residue = search_memory(child, detector);
    if (::write(searched[1], "!", 1) != 1) std::abort();
    ::waitpid(child, nullptr, 0);
    for (const int descriptor : {told[0], searched[0], searched[1]}) ::close(descriptor);
    return residue;
}

}  // namespace canary

#endif
