// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_STAGE_HPP
#define LOCCER_TESTS_CANARY_STAGE_HPP

// Where a channel plants its canaries: it asks for texts, puts them somewhere and has an error happen, which the
// stage records in the way of the column at hand.

#include "bench.hpp"
#include "encodings.hpp"
#include "ledger.hpp"
#include "logs.hpp"

#include <loccer/loccer.hpp>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace canary {

/// A category whose messages are those of a careless library.
class TalkativeCategory : public std::error_category {
  public:
    [[nodiscard]] const char* name() const noexcept override { return "shop"; }
    [[nodiscard]] std::string message(int) const override { return text; }
    std::string text;
};

/// One cell in one log.
class Stage {
  public:
    Stage(Ledger& ledger, Place place) : ledger_(ledger), place_(place) {}

    /// \param direct the log under test where its type is the default one, null otherwise.
    void use(DefaultLog* direct) { direct_ = direct; }

    [[nodiscard]] Kind kind() const { return place_.kind; }
    [[nodiscard]] Rules rules() const { return place_.rules; }
    [[nodiscard]] Random& random() { return ledger_.random(); }
    [[nodiscard]] std::uint64_t planted() const { return planted_; }
    [[nodiscard]] std::uint64_t records() const { return records_; }

    /// *Returns* a new text that must not be found.
    std::string secret() { return secret(random().text(24)); }
    std::string secret(std::string text) {
        ++planted_;
        return ledger_.plant(place_, Role::secret, std::move(text));
    }
    /// *Returns* a new secret in one of the forms in which it must not be found either.
    std::string dressed_secret() { return encodings[planted_ % encodings.size()].apply(secret()); }
    /// *Returns* a new text that has to be found where the log shows values and has room for them.
    std::string harmless() { return hides_all() ? secret() : harmless(random().text(24)); }
    /// *Returns* the same for a text that is planted in each log.
    std::string harmless(std::string text) {
        const bool is_shown = !hides_all() && rules() != Rules::tight && rules() != Rules::bounded;
        return ledger_.plant(place_, is_shown ? Role::harmless : Role::filler, std::move(text));
    }
    /// *Returns* a new text that has to be found in every log.
    std::string visible() { return visible(random().text(24)); }
    std::string visible(std::string text) { return ledger_.plant(place_, Role::harmless, std::move(text)); }
    /// *Returns* the same for a text behind which a secret stands, or its token, in a log that makes some.
    std::string before(std::string_view secret) { return ledger_.plant_before(secret, place_, random().text(24)); }
    /// *Returns* a new text that need not be found, as those behind the cut of a long text.
    std::string filler() { return ledger_.plant(place_, Role::filler, random().text(24)); }

    /// *Effects* has `body()`, which throws, run and recorded. What it plants has to be planted before.
    template <class Body>
    void raise(Body&& body) {
        ++records_;
        switch (kind()) {
            case Kind::caught: catch_after(body); break;
            case Kind::suppressed: (void)(LOCCER_SUPPRESS() { body(); }); break;
            case Kind::terminate: die_of(body); break;
            default:
                try {
                    LOCCER_CAPTURE() { body(); };
                } catch (...) {
                }
        }
    }

    /// *Effects* throws, in the column `nested` as the cause of something else.
    template <class Exception>
    [[noreturn]] void fail(const Exception& exception) {
        if (kind() != Kind::nested) throw exception;
        try {
            throw exception;
        } catch (...) {
            std::throw_with_nested(std::runtime_error("the settlement has failed"));
        }
    }

    /// *Effects* records an error that says `text`.
    void say(const std::string& text) {
        if (kind() == Kind::metadata) {
            log_members({{"msg", text}});
        } else if (kind() == Kind::error_code) {
            category().text = text;
            loccer::capture_exception(std::error_code(1, category()));
            ++records_;
        } else if (kind() == Kind::caught && records_ % 2 == 0) {
            ++records_;
            try {
                throw std::runtime_error(text);
            } catch (...) {
                loccer::capture_exception();  // nobody has seen the throw
            }
        } else {
            raise([&] { fail(std::runtime_error(text)); });
        }
    }

    /// *Effects* records an error that says nothing, or whatever shows the surroundings.
    void happen() { say("the shop is closed"); }

    /// *Effects* has a value shown: as metadata, or as the local variable `shown` of a function that throws.
    template <class Type>
    void show(const Type& value) {
        if (kind() == Kind::metadata) log_value(value);
        else raise([&] { fail_beside(value); });
    }

    void log_members(loccer::Metadata members) {
        if (++records_ % 2 == 0 && direct_ != nullptr) direct_->log_metadata(members);
        else loccer::log_metadata(members);
    }
    template <class Type>
    void log_value(const Type& value) {
        // The installed log gets it by way of a tape, the log itself describes it straight into the record.
        if (++records_ % 2 == 0 && direct_ != nullptr) direct_->log_metadata(value);
        else loccer::log_metadata(value);
    }

  private:
    [[nodiscard]] bool hides_all() const { return rules() == Rules::named || rules() == Rules::types; }

    static TalkativeCategory& category() {
        static TalkativeCategory category;
        return category;
    }

    template <class Type>
    [[gnu::noinline]] void fail_beside(const Type& shown) {
        LOCCER_LOCALS(shown);
        fail(std::runtime_error("the shop is closed"));
    }

    template <class Body>
    static void catch_after(Body& body) {
        LOCCER_TRY { body(); }
        LOCCER_CATCH() {}
    }

    template <class Body>
    void die_of(Body& body) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            ::alarm(60);
            const ::rlimit no_core{0, 0};
            ::setrlimit(RLIMIT_CORE, &no_core);
            std::thread([&] { body(); }).join();  // on a thread of its own nothing above it catches
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT) ++odd_deaths;
    }

  public:
    /// How many children have ended in another way than by abort().
    static inline std::uint64_t odd_deaths = 0;

  private:
    Ledger& ledger_;
    Place place_;
    DefaultLog* direct_ = nullptr;
    std::uint64_t planted_ = 0;
    std::uint64_t records_ = 0;
};

}  // namespace canary

#endif
