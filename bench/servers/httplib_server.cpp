// SPDX-License-Identifier: MIT
//
// A server on cpp-httplib that answers every path with `hello`, for bench/throughput.py.
//
// usage: httplib_server plain|loccer      prints the port that it listens on, ends on SIGINT
// Without an argument it prints these.

#include <loccer/integrations/httplib.hpp>
#include <loccer/loccer.hpp>

#include <csignal>
#include <iostream>
#include <string_view>
#include <thread>

namespace {

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::HttplibIntegration, loccer::InMemoryOutput>;

void answer(const httplib::Request& /*request*/, httplib::Response& response) {
    response.set_content("hello", "text/plain");
}

}  // namespace

int main(int count, char** texts) {
    if (count != 2) {
        std::cout << "plain loccer\n";
        return 0;
    }
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);

    httplib::Server server;
    server.set_keep_alive_max_count(1'000'000'000);
    server.set_keep_alive_timeout(1);
    server.set_tcp_nodelay(true);
    constexpr const char* pattern = "/.*";
    if (std::string_view(texts[1]) == "loccer") {
        static Log log{};
        log.get<loccer::HttplibIntegration>().init_app(server).Get(pattern, answer);
    } else {
        server.Get(pattern, answer);
    }
    std::cout << server.bind_to_any_port("127.0.0.1") << std::endl;

    std::thread serving([&] { server.listen_after_bind(); });
    int signal = 0;
    sigwait(&interrupt, &signal);
    server.stop();
    serving.join();
}
