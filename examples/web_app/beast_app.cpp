// SPDX-License-Identifier: MIT
//
// A web server of coroutines, on Boost.Beast, whose every failure becomes one record: where it was thrown, which
// request it failed, what all other coroutines were doing. The log is rotated and compressed.
//
// usage: beast_app [--port N] [--log FILE] [--threads N]     port 0: any that is free; it is printed
//
// README.md lists what it answers to which path. It ends on SIGINT: requests under way are answered, if that takes no
// longer than two seconds.

#include <loccer/integrations/asio.hpp>
#include <loccer/integrations/beast.hpp>
#include <loccer/loccer.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <atomic>
#include <charconv>
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
#include <vector>

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using loccer::asio::await;
using net::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;
using namespace std::chrono_literals;

//! [log]
using ErrorFile = loccer::JsonFileOutput<loccer::MaxSize<10 * loccer::MiB>, loccer::MaxFiles<3>, loccer::Gzip<>>;
// The machine, the request, all coroutines, and what was sent with the request.
using AppLog = loccer::Loccer<loccer::PlatformIntegration, loccer::BeastIntegration, loccer::AsioIntegration, ErrorFile,
                              loccer::HttpCapture<loccer::CaptureBody<>>>;
//! [log]

// Follows the coroutine of a request wherever it goes on, and all that it starts.
constexpr loccer::asio::ContextValue<std::string> request_id("request_id");

std::string_view target_of(const Request& request) { return {request.target().data(), request.target().size()}; }

Response text(const Request& request, http::status status, std::string body) {
    Response response{status, request.version()};
    response.set(http::field::content_type, "text/plain");
    response.body() = std::move(body);
    return response;
}

// What a client gets where a handler threw: nothing of the reason.
Response sorry(const std::exception_ptr& /*failure*/, const Request& request) {
    return text(request, http::status::internal_server_error, "Something went wrong here. It is being looked into.\n");
}

// The number behind the beginning of a target, or 0.
int number_behind(std::string_view prefix, const Request& request) {
    const std::string_view target = target_of(request);
    int number = 0;
    std::from_chars(target.data() + prefix.size(), target.data() + target.size(), number);
    return number;
}

// By its text one can tell of which request an exception is.
[[gnu::noinline]] void place_order(const Request& request) {
    std::string order = "order";
    if (const auto id = request.find("X-Request-Id"); id != request.end()) order += ' ' + std::string(id->value());
    throw std::runtime_error(order + " of " + std::to_string(request.body().size()) + " bytes cannot be placed");
}

//! [handlers]
net::awaitable<Response> index(Request& request) { co_return text(request, http::status::ok, "hello\n"); }

net::awaitable<Response> order(Request& request) {
    LOCCER_TRY {  // notes the stack of what is thrown in here, which a coroutine would not keep
        place_order(request);
    }
    LOCCER_PASS_ON;
    co_return text(request, http::status::ok, "ordered\n");
}
//! [handlers]

net::awaitable<Response> throws_int(Request& /*request*/) {
    LOCCER_TRY { throw 42; }
    LOCCER_PASS_ON;
    co_return Response{};
}

net::awaitable<Response> throws_text(Request& /*request*/) {
    LOCCER_TRY { throw "not an exception class"; }
    LOCCER_PASS_ON;
    co_return Response{};
}

net::awaitable<Response> status(Request& request) {
    Response response = text(request, http::status::ok, {});
    response.result(static_cast<unsigned>(number_behind("/status/", request)));  // throws where it is none
    co_return response;
}

net::awaitable<Response> caught(Request& request) {
    LOCCER_TRY { place_order(request); }
    LOCCER_CATCH() { co_return text(request, http::status::service_unavailable, "later\n"); }
    co_return text(request, http::status::ok, "ordered\n");
}

net::awaitable<Response> echo(Request& request) { co_return text(request, http::status::ok, request.body()); }

net::awaitable<void> wait(std::chrono::milliseconds time) {
    net::steady_timer timer(co_await net::this_coro::executor, time);
    co_await await(timer.async_wait(net::use_awaitable));
}

net::awaitable<Response> slow(Request& request) {
    co_await await(wait(std::chrono::milliseconds(number_behind("/slow/", request))));
    if (target_of(request).ends_with("/fail")) {
        LOCCER_TRY { place_order(request); }
        LOCCER_PASS_ON;
    }
    co_return text(request, http::status::ok, "at last\n");
}

net::awaitable<Response> not_found(Request& request) {
    co_return text(request, http::status::not_found, "no such page\n");
}

// Counts a request as long as it is under way, however its coroutine ends.
class UnderWay {
  public:
    explicit UnderWay(std::atomic<int>& count) : count_(count) { ++count_; }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    ~UnderWay() { --count_; }

  private:
    std::atomic<int>& count_;
};

class Server {
  public:
    Server(AppLog& log, unsigned short port)
        : not_found_(watched(log, not_found, "<none>")),
          acceptor_(net::make_strand(context_), {net::ip::make_address("127.0.0.1"), port}),
          signals_(acceptor_.get_executor(), SIGINT, SIGTERM) {
        const std::pair<const char*, Handler*> routes[] = {
            {"/", index},         {"/order", order},   {"/int", throws_int}, {"/text", throws_text},
            {"/status/", status}, {"/caught", caught}, {"/echo", echo},      {"/slow/", slow},
        };
        for (const auto& [path, handler] : routes) routes_.push_back({path, watched(log, handler, path)});
    }

    net::io_context& context() { return context_; }

    void start() {
        loccer::asio::co_spawn(acceptor_.get_executor(), accept(), "accept");
        signals_.async_wait([this](const boost::system::error_code& error, int /*signal*/) {
            if (!error) loccer::asio::co_spawn(acceptor_.get_executor(), stop(), "stop");
        });
        std::cout << "listening on 127.0.0.1:" << acceptor_.local_endpoint().port() << std::endl;
    }

  private:
    using Handler = net::awaitable<Response>(Request&);
    using Watched = loccer::BeastHandler<Handler*, decltype(&sorry)>;
    struct Route {
        std::string_view path;  // one that ends in `/` leads to all that begin so
        Watched handle;

        [[nodiscard]] bool leads_to(std::string_view asked) const {
            return asked == path || (path.size() > 1 && path.ends_with('/') && asked.starts_with(path));
        }
    };

    //! [wrap]
    static Watched watched(AppLog& log, Handler* handler, const char* endpoint) {
        return log.get<loccer::BeastIntegration>().wrap(handler, endpoint, &sorry);
    }
    //! [wrap]

    net::awaitable<void> accept() {
        for (;;) {
            boost::system::error_code error;
            tcp::socket socket(net::make_strand(context_));
            co_await await(acceptor_.async_accept(socket, net::redirect_error(net::use_awaitable, error)));
            if (is_stopping_) co_return;
            if (error) {  // such as too many open files: it may pass
                co_await await(wait(100ms));
                continue;
            }
            auto executor = socket.get_executor();
            loccer::asio::co_spawn(executor, serve(std::move(socket)), "session");
        }
    }

    //! [session]
    net::awaitable<void> serve(tcp::socket socket) {
        boost::system::error_code error;
        const tcp::endpoint remote = socket.remote_endpoint(error);
        beast::tcp_stream stream(std::move(socket));
        beast::flat_buffer buffer;
        while (!is_stopping_) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(1024 * 1024);
            stream.expires_after(60s);
            co_await await(http::async_read(stream, buffer, parser, net::redirect_error(net::use_awaitable, error)));
            if (error) co_return;  // the client is gone, or speaks something else

            const UnderWay counted(under_way_);
            Request request = parser.release();
            request_id.set(std::string(request["X-Request-Id"]));
            Response response = co_await await(answer(request, remote));
            response.keep_alive(request.keep_alive() && !is_stopping_);
            response.prepare_payload();
            co_await await(http::async_write(stream, response, net::redirect_error(net::use_awaitable, error)));
            if (error || !response.keep_alive()) co_return;
        }
    }

    net::awaitable<Response> answer(Request& request, const tcp::endpoint& remote) {
        const std::string_view path = target_of(request).substr(0, target_of(request).find('?'));
        for (const Route& route : routes_)
            if (route.leads_to(path)) return route.handle(request, remote);
        return not_found_(request, remote);
    }
    //! [session]

    // A session counts a request a moment after it has read it, so the first look is not at once.
    net::awaitable<void> stop() {
        is_stopping_ = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        const auto end = std::chrono::steady_clock::now() + 2s;
        do {
            co_await await(wait(50ms));
        } while (under_way_ > 0 && std::chrono::steady_clock::now() < end);
        context_.stop();
    }

    std::vector<Route> routes_;
    Watched not_found_;
    std::atomic<int> under_way_{0};
    std::atomic<bool> is_stopping_{false};
    net::io_context context_;  // destroys the coroutines that are left, which use what stands above
    tcp::acceptor acceptor_;
    net::signal_set signals_;
};

struct Arguments {
    unsigned short port = 8080;
    int threads = 2;
    std::string log = "errors.log";
};

Arguments parsed(int count, char** texts) {
    Arguments arguments;
    for (int i = 1; i < count; i += 2) {
        const std::string_view name = texts[i];
        if (i + 1 == count) throw std::invalid_argument(std::string(name) + " needs a value");
        if (name == "--port") arguments.port = static_cast<unsigned short>(std::stoi(texts[i + 1]));
        else if (name == "--threads") arguments.threads = std::stoi(texts[i + 1]);
        else if (name == "--log") arguments.log = texts[i + 1];
        else throw std::invalid_argument("unknown option " + std::string(name) + "; known: --port --log --threads");
    }
    return arguments;
}

int run(const Arguments& arguments) {
    AppLog& log = loccer::install<AppLog>(ErrorFile{arguments.log});
    log.log_metadata({{"msg", "server started"}});

    //! [run]
    Server server(log, arguments.port);
    server.start();
    std::vector<std::jthread> others;
    for (int i = 1; i < arguments.threads; ++i) others.emplace_back([&] { loccer::asio::run(server.context(), log); });
    loccer::asio::run(server.context(), log);  // what leaves a handler is recorded, and the others go on
    //! [run]
    return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** texts) {
    try {
        return run(parsed(count, texts));
    } catch (const std::exception& error) {
        std::cerr << "beast_app: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
