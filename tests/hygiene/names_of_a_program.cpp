// SPDX-License-Identifier: MIT
// A program whose own names came first, some of them as short as our parameters, and which takes our headers
// for its own ones: nothing of ours may be misled by them, nor warn of them.

int name = 1;
int value = 2;
int out = 3;
int key = 4;
int text = 5;
int size = 6;

struct Out {};
struct Sink {};
struct Log {};
struct Type {};
struct Name {};
struct Value {};

#include "all_headers.cpp"

#include <boost/hana/define_struct.hpp>

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

struct Order {
    BOOST_HANA_DEFINE_STRUCT(Order, (int, number), (std::string, customer), (std::vector<double>, prices));
    int total() const { return number; }
};

int program_of_c(int number) { return number; }

// Never called: that it is compiled is the test.
void use_each_template(std::ostream& stream) {
    using Program =
        loccer::Loccer<loccer::PlatformIntegration, loccer::Environment<"PATH">, loccer::KeyRedaction<"badge">,
                       loccer::MaxRecord<8 * loccer::KiB>, loccer::InMemoryOutput, loccer::JsonStreamOutput,
                       loccer::JsonFileOutput<>, loccer::JsonFileOutput<loccer::Crc32>, loccer::IndentedStderrOutput,
                       loccer::StderrOutput>;
    auto& program = loccer::install<Program>(loccer::JsonStreamOutput(stream), loccer::JsonFileOutput<>("errors.log"),
                                             loccer::JsonFileOutput<loccer::Crc32>("sealed.log"));
    const Order order{1, "Dao Nguyen", {1.5}};
    const std::optional<std::variant<int, std::string>> choice;
    const auto owned = std::make_unique<std::pair<long double, const char*>>();
    const std::vector<std::pair<std::error_code, char>> codes;

    LOCCER_LOCALS(order, choice, owned, codes);
    LOCCER_CAPTURE(program, order) { return order.total(); };
    LOCCER_CAPTURE(){};
    (void)(LOCCER_SUPPRESS(program, name, value){});
    LOCCER_TRY { (void)program.wrap (&Order::total)(order); }
    LOCCER_CATCH(program) { program(); }
    LOCCER_TRY { (void)order.total(); }
    LOCCER_PASS_ON;
    (void)loccer::firewall<program_of_c, -1>(name);
    program.watch_global("size", size);
    program.log_metadata({{"order", order}, {"out", out}, {"key", key}, {"text", text}});
    program.log_metadata(order);
    program.capture_exception(std::make_error_code(std::errc::timed_out));
    program.capture_errno();
    loccer::capture_exception();
    loccer::restore();
    (void)program.statistics();
    (void)loccer::verify_log<loccer::Crc32>("sealed.log").intact();
}

int main() { return 0; }
