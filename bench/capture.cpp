// SPDX-License-Identifier: MIT
// What it costs to record an exception that is thrown five calls down, the throw included: by loccer with raw and with
// named frames, with and without `platform`, to no output, to memory, to a ring, to a file and to one that another
// thread writes; beside the bare throw and catch, which is the limit, a bare write(2) of the record, a line of a logger
// that is flushed or left to its thread, and what others make of a stack. Then what the forms of a capture cost.
//
// Usage: as harness.hpp says; files are written in TMPDIR, or /tmp

#include "folder.hpp"
#include "harness.hpp"

#include <loccer/loccer.hpp>
#include <loccer/outputs/async.hpp>
#include <loccer/outputs/ring_file.hpp>

#include <boost/stacktrace/stacktrace.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <typeinfo>
#include <unistd.h>
#include <utility>

#if defined(LOCCER_BENCH_NLOHMANN)
#include <nlohmann/json.hpp>
#endif
#if defined(LOCCER_BENCH_SPDLOG)
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#endif
#if defined(LOCCER_BENCH_QUILL)
#include <quill/Backend.h>
#include <quill/Frontend.h>
#include <quill/LogMacros.h>
#include <quill/Logger.h>
#include <quill/sinks/FileSink.h>
#endif
#if defined(LOCCER_BENCH_BACKWARD)
#include <backward.hpp>
#endif
#if defined(LOCCER_BENCH_CPPTRACE)
#include <cpptrace/cpptrace.hpp>
#endif
#if defined(LOCCER_BENCH_SENTRY)
#include <sentry.h>
#endif

namespace {

constexpr const char* question = "an exception, recorded";

[[gnu::noinline]] int fail(int depth) {
    if (depth == 0) throw std::runtime_error("order 17 was not settled: no answer within 200 ms");
    volatile int more = fail(depth - 1);
    return more + 1;
}

/// Adds what records an exception in its handler. \param record is called with it.
template <class Record>
void add(bench::Program& program, const char* name, Record record, const bench::Load& load = {.counted_times = 200}) {
    program.add(question, name, load, [record] {
        try {
            fail(5);
        } catch (const std::exception& error) {
            record(error);
        }
    });
}

template <class Log>
void add_log(bench::Program& program, const char* name, Log& log) {
    add(program, name, [&log](const std::exception&) { log.capture_exception(); });
}

/// *Returns* how to measure what is left to another thread, which has nothing to do when a batch begins. Its
/// instructions are those of two threads, and are not counted.
template <class Flush>
bench::Load left_to_a_thread(Flush flush) {
    return {.counted_times = 0, .within = [flush](const std::function<void()>& batch) {
                flush();
                batch();
            }};
}

/// Adds one form of a capture. \param once does it.
template <class Once>
void add_form(bench::Program& program, const char* name, Once once) {
    program.add("the forms, raw frames, to memory", name, {.counted_times = 200}, once);
}

template <class Log>
void add_forms(bench::Program& program, Log& log) {
    const auto caught_outside = [&log] {
        try {
            LOCCER_CAPTURE(log) { fail(5); };
        } catch (const std::exception&) {
        }
    };
    add_form(program, "bare throw and catch", [] {
        try {
            fail(5);
        } catch (const std::exception&) {
        }
    });
    add_form(program, "log.capture_exception() in a handler", [&log] {
        try {
            fail(5);
        } catch (const std::exception&) {
            log.capture_exception();
        }
    });
    add_form(program, "LOCCER_SUPPRESS", [&log] {
        LOCCER_SUPPRESS(log) { fail(5); };
    });
    add_form(program, "LOCCER_SUPPRESS, a local", [&log] {
        int order = 17;
        LOCCER_SUPPRESS(log, order) { fail(5); };
    });
    add_form(program, "LOCCER_CAPTURE", caught_outside);
    add_form(program, "LOCCER_CAPTURE, no log installed", [caught_outside] {
        const std::terminate_handler hook = std::set_terminate(&std::abort);
        caught_outside();
        std::set_terminate(hook);
    });
    add_form(program, "LOCCER_TRY, LOCCER_CATCH", [&log] {
        LOCCER_TRY { fail(5); }
        LOCCER_CATCH(log) {}
    });
}

/// What no file output can do without: a write(2) of the record's bytes to an open descriptor, and no question asked.
class BareWrite {
  public:
    using loccer_role = loccer::OutputRole;

    explicit BareWrite(const std::string& path)
        : number_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
        if (number_ < 0) throw std::system_error(errno, std::generic_category(), path);
    }
    BareWrite(BareWrite&& other) noexcept
        : number_(std::exchange(other.number_, -1)), size_(std::exchange(other.size_, 0)) {}
    BareWrite& operator=(BareWrite&&) = delete;
    ~BareWrite() {
        if (number_ >= 0) ::close(number_);
    }

    bool write(const loccer::Record& record) noexcept {
        const std::string_view bytes = record.bytes();
        if (::write(number_, bytes.data(), bytes.size()) != static_cast<::ssize_t>(bytes.size())) return false;
        size_ += bytes.size();
        // As large as a log of JsonFileOutput becomes.
        if (size_ > 10 * loccer::MiB && ::ftruncate(number_, 0) == 0) size_ = 0;
        return true;
    }

  private:
    int number_;
    std::size_t size_ = 0;
};

#if defined(LOCCER_BENCH_NLOHMANN)
/// As one would write it: addresses alone, for names would take milliseconds.
class Usual {
  public:
    explicit Usual(const std::string& path) : file_(path, std::ios::app) {}

    void record(const std::exception& error) {
        nlohmann::json record{{"type", typeid(error).name()}, {"msg", error.what()}};
        for (const auto& frame : boost::stacktrace::stacktrace()) {
            record["frames"].push_back(reinterpret_cast<std::uintptr_t>(frame.address()));
        }
        file_ << record.dump() << std::endl;
    }

  private:
    std::ofstream file_;
};
#endif

#if defined(LOCCER_BENCH_SENTRY)
/// Events of sentry-native, which are serialised and written to a file instead of being sent.
class Sentry {
  public:
    explicit Sentry(const std::string& folder) : file_(folder + ".json", std::ios::app) {
        ::sentry_options_t* const options = ::sentry_options_new();
        ::sentry_options_set_dsn(options, "https://key@localhost/1");
        ::sentry_options_set_database_path(options, folder.c_str());
        ::sentry_options_set_auto_session_tracking(options, 0);
        const auto store = [](::sentry_envelope_t* envelope, void* self) {
            std::size_t size = 0;
            char* const bytes = ::sentry_envelope_serialize(envelope, &size);
            std::ofstream& file = static_cast<Sentry*>(self)->file_;
            file.write(bytes, static_cast<std::streamsize>(size)).flush();
            ::sentry_free(bytes);
            ::sentry_envelope_free(envelope);
        };
        ::sentry_transport_t* const transport = ::sentry_transport_new(store);
        ::sentry_transport_set_state(transport, this);
        ::sentry_options_set_transport(options, transport);
        ::sentry_init(options);
    }
    Sentry(const Sentry&) = delete;
    Sentry& operator=(const Sentry&) = delete;
    ~Sentry() { ::sentry_close(); }

    static void record(const std::exception& error) {
        const ::sentry_value_t event = ::sentry_value_new_event();
        const ::sentry_value_t exception = ::sentry_value_new_exception(typeid(error).name(), error.what());
        ::sentry_value_set_stacktrace(exception, nullptr, 0);
        ::sentry_event_add_exception(event, exception);
        ::sentry_capture_event(event);
    }

  private:
    std::ofstream file_;
};
#endif

}  // namespace

int main(int argument_count, char** arguments) {
    static const bench::Folder folder;  // so that it is removed however the program ends
    bench::Program program;
    add(program, "bare throw and catch", [](const std::exception&) {});

    loccer::Loccer<loccer::NullOutput, loccer::RawFrames> raw;
    loccer::Loccer<loccer::InMemoryOutput, loccer::RawFrames> raw_memory;
    loccer::Loccer<loccer::RingFileOutput<>, loccer::RawFrames> raw_ring{
        loccer::RingFileOutput<>(folder.file("raw.ring"))};
    loccer::Loccer<loccer::NullOutput> named;
    loccer::Loccer<loccer::NullOutput, loccer::SymbolizedFramesOn<loccer::ResolverThread>> named_later;
    loccer::Loccer<loccer::NullOutput, loccer::PlatformIntegration> platform;
    loccer::Loccer<loccer::InMemoryOutput, loccer::PlatformIntegration> memory;
    loccer::Loccer<loccer::RingFileOutput<>, loccer::PlatformIntegration> ring{
        loccer::RingFileOutput<>(folder.file("errors.ring"))};
    loccer::Loccer<BareWrite, loccer::PlatformIntegration> bare_write{BareWrite(folder.file("bare.log"))};
    loccer::Loccer<loccer::JsonFileOutput<>, loccer::PlatformIntegration> file{
        loccer::JsonFileOutput<>(folder.file("errors.log"))};
    using Queued = loccer::AsyncOutput<loccer::JsonFileOutput<>, loccer::Capacity<4 * loccer::MiB>>;
    loccer::Loccer<Queued, loccer::PlatformIntegration> queued{Queued(folder.file("queued.log"))};
    add_log(program, "loccer, raw frames, no output", raw);
    add_log(program, "loccer, raw frames, to memory", raw_memory);
    add_log(program, "loccer, raw frames, to a ring file", raw_ring);
    add_log(program, "loccer, no output", named);
    add_log(program, "loccer, names on another thread, no output", named_later);
    add_log(program, "loccer with platform, no output", platform);
    add_log(program, "loccer with platform, to memory", memory);
    add_log(program, "loccer with platform, to a ring file", ring);
    add_log(program, "loccer with platform, bare write(2) alone", bare_write);
    add_log(program, "loccer with platform, to a file", file);
    add(
        program, "loccer with platform, to a file by AsyncOutput",
        [&](const std::exception&) { queued.capture_exception(); },
        left_to_a_thread([&] { queued.get<Queued>().flush(); }));

#if defined(LOCCER_BENCH_SPDLOG)
    spdlog::logger logger("bench", std::make_shared<spdlog::sinks::basic_file_sink_st>(folder.file("spdlog.log")));
    add(program, "spdlog, the message alone, flushed", [&](const std::exception& error) {
        logger.error(error.what());
        logger.flush();
    });
#endif
#if defined(LOCCER_BENCH_QUILL)
    quill::Backend::start();
    quill::Logger* const quill_logger = quill::Frontend::create_or_get_logger(
        "bench", quill::Frontend::create_or_get_sink<quill::FileSink>(folder.file("quill.log")));
    add(
        program, "quill, the message alone, by its thread",
        [&](const std::exception& error) { LOG_ERROR(quill_logger, "{}", std::string_view(error.what())); },
        left_to_a_thread([&] { quill_logger->flush_log(); }));
#endif
#if defined(LOCCER_BENCH_NLOHMANN)
    Usual usual(folder.file("usual.log"));
    add(program, "Boost.Stacktrace, nlohmann, ofstream; addresses",
        [&](const std::exception& error) { usual.record(error); });
#endif
#if defined(LOCCER_BENCH_BACKWARD)
    add(program, "backward-cpp, addresses alone, not written", [](const std::exception&) {
        backward::StackTrace stack;
        stack.load_here(32);
        bench::keep(stack);
    });
#endif
#if defined(LOCCER_BENCH_CPPTRACE)
    add(program, "cpptrace, addresses alone, not written",
        [](const std::exception&) { bench::keep(cpptrace::generate_raw_trace()); });
    add(program, "cpptrace, resolved, not written",
        [](const std::exception&) { bench::keep(cpptrace::generate_trace()); }, {.counted_times = 20});
#endif
#if defined(LOCCER_BENCH_SENTRY)
    const Sentry sentry(folder.file("sentry"));
    add(program, "sentry-native, symbolised, to a file", Sentry::record, {.counted_times = 20});
#endif
    loccer::install<loccer::Loccer<loccer::NullOutput>>();
    add_forms(program, raw_memory);
    return program.run(argument_count, arguments);
}
