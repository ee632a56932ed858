// SPDX-License-Identifier: MIT
//
// A web server with a pool of threads, on cpp-httplib, whose every failure becomes one record: where it was thrown and
// which request it failed. The log is rotated and compressed.
//
// usage: httplib_app [--port N] [--log FILE] [--threads N]     port 0: any that is free; it is printed
//
// README.md lists what it answers to which path. It ends on SIGINT, when the requests under way are answered.

#include <loccer/integrations/httplib.hpp>
#include <loccer/loccer.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace {

using httplib::Request;
using httplib::Response;

//! [log]
using ErrorFile = loccer::JsonFileOutput<loccer::MaxSize<10 * loccer::MiB>, loccer::MaxFiles<3>, loccer::Gzip<>>;
// The machine, the request, and what was sent with it.
using AppLog = loccer::Loccer<loccer::PlatformIntegration, loccer::HttplibIntegration, ErrorFile,
                              loccer::HttpCapture<loccer::CaptureBody<>>>;
//! [log]

// By its text one can tell of which request an exception is.
[[gnu::noinline]] void place_order(const Request& request) {
    std::string order = "order";
    if (request.has_header("X-Request-Id")) order += ' ' + request.get_header_value("X-Request-Id");
    throw std::runtime_error(order + " of " + std::to_string(request.body.size()) + " bytes cannot be placed");
}

void index(const Request& /*request*/, Response& response) { response.set_content("hello\n", "text/plain"); }

void echo(const Request& request, Response& response) { response.set_content(request.body, "text/plain"); }

void status(const Request& request, Response& response) { response.status = std::stoi(request.matches[1]); }

void caught(const Request& request, Response& response) {
    LOCCER_TRY { place_order(request); }
    LOCCER_CATCH() {
        response.status = 503;
        response.set_content("later\n", "text/plain");
    }
}

void slow(const Request& request, Response& response) {
    std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(request.matches[1])));
    if (request.matches[2].matched) place_order(request);
    response.set_content("done\n", "text/plain");
}

//! [init]
loccer::HttplibApp<httplib::Server> watched(AppLog& log, httplib::Server& server) {
    loccer::HttplibNext<httplib::Server> next;  // our own handlers go behind loccer's
    next.exception = [](const Request&, Response& response, const std::exception_ptr&) {
        response.status = 500;  // and nothing of the reason
        response.set_content("Something went wrong here. It is being looked into.\n", "text/plain");
    };
    return log.get<loccer::HttplibIntegration>().init_app(server, std::move(next));
}
//! [init]

// Each path takes GET and POST.
template <class Function>
void add(loccer::HttplibApp<httplib::Server>& app, const std::string& pattern, Function function) {
    app.Get(pattern, function).Post(pattern, function);
}

void add_all(loccer::HttplibApp<httplib::Server> app) {
    add(app, "/", index);
    add(app, "/echo", echo);
    add(app, "/order", [](const Request& request, Response&) { place_order(request); });
    add(app, "/int", [](const Request&, Response&) { throw 42; });
    add(app, "/text", [](const Request&, Response&) { throw "not an exception class"; });
    add(app, "/status/(\\d+)", status);
    add(app, "/caught", caught);
    add(app, "/slow/(\\d+)(/fail)?", slow);
}

struct Arguments {
    int port = 8080;
    int threads = 8;
    std::string log = "errors.log";
};

Arguments parsed(int count, char** texts) {
    Arguments arguments;
    for (int i = 1; i < count; i += 2) {
        const std::string_view name = texts[i];
        if (i + 1 == count) throw std::invalid_argument(std::string(name) + " needs a value");
        if (name == "--port") arguments.port = std::stoi(texts[i + 1]);
        else if (name == "--threads") arguments.threads = std::stoi(texts[i + 1]);
        else if (name == "--log") arguments.log = texts[i + 1];
        else throw std::invalid_argument("unknown option " + std::string(name) + "; known: --port --log --threads");
    }
    return arguments;
}

int run(const Arguments& arguments) {
    AppLog& log = loccer::install<AppLog>(ErrorFile{arguments.log});
    log.log_metadata({{"msg", "server started"}});

    // SIGINT is waited for by one thread; those of the server, made later, do not get it.
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);

    httplib::Server server;
    const auto threads = static_cast<std::size_t>(arguments.threads);
    server.new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
    server.set_payload_max_length(1024 * 1024);
    server.set_keep_alive_max_count(1'000'000);
    server.set_keep_alive_timeout(1);
    server.set_tcp_nodelay(true);
    add_all(watched(log, server));

    constexpr const char* address = "127.0.0.1";
    const int port = arguments.port == 0                            ? server.bind_to_any_port(address)
                     : server.bind_to_port(address, arguments.port) ? arguments.port
                                                                    : -1;
    if (port < 0) throw std::runtime_error("port " + std::to_string(arguments.port) + " cannot be listened on");
    std::thread serving([&] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();  // stop() does nothing before
    std::cout << "listening on " << address << ':' << port << std::endl;

    int signal = 0;
    sigwait(&interrupt, &signal);
    server.stop();
    serving.join();
    return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** texts) {
    try {
        return run(parsed(count, texts));
    } catch (const std::exception& error) {
        std::cerr << "httplib_app: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
