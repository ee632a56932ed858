// SPDX-License-Identifier: MIT
//
// Settles a day of orders. Some rows of the file are broken, as in life; the program goes on after each
// of them and leaves in errors.log what it takes to repair the cause: the stack of the throw, the
// variables that were alive there, the chain of causes, the machine. Passwords and badge numbers stay out.
//
// Usage: settle [orders.csv [errors.log]]

#include <loccer/loccer.hpp>

#include <boost/hana/define_struct.hpp>

#include <charconv>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

//! [type]
// What this program records, hides and writes is a type.
using ErrorFile = loccer::JsonFileOutput<>;
using ShopLog = loccer::Loccer<loccer::PlatformIntegration, loccer::Environment<"PATH", "LANG">,
                               loccer::KeyRedaction<"badge-id">, ErrorFile>;
//! [type]

namespace {

using Cents = std::int64_t;

constexpr Cents limit_per_order = 10'000'00;

// Members that have names can be shown in a record. The password is recorded as "[REDACTED]" without
// being asked for; the badge number because the log's type says so.
struct Order {
    BOOST_HANA_DEFINE_STRUCT(Order, (std::uint32_t, id), (std::string, customer), (std::string, account_password),
                             (std::string, clerk_badge_id), (std::string, currency), (Cents, unit_price),
                             (std::uint32_t, quantity));
};

struct Ledger {
    BOOST_HANA_DEFINE_STRUCT(Ledger, (std::uint32_t, settled), (std::uint32_t, failed), (Cents, total));
};

// A row that cannot be read. What was wrong with it is nested inside.
class BadRow : public std::runtime_error {
  public:
    explicit BadRow(std::uint32_t number) : std::runtime_error("row " + std::to_string(number) + " cannot be read") {}
};

class OverLimit : public std::domain_error {
  public:
    using std::domain_error::domain_error;
};

std::uint32_t parse_count(std::string_view text) {
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{}) throw std::system_error(std::make_error_code(error), "not a count: " + std::string(text));
    if (end != text.data() + text.size()) throw std::invalid_argument("not a count: " + std::string(text));
    return count;
}

// "149.85" as 14985.
Cents parse_amount(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos || text.size() - point != 3) {
        throw std::invalid_argument("not an amount: '" + std::string(text) + "'");
    }
    return Cents{parse_count(text.substr(0, point))} * 100 + parse_count(text.substr(point + 1));
}

std::vector<std::string_view> split(std::string_view row) {
    std::vector<std::string_view> columns;
    for (std::size_t end = row.find(','); end != std::string_view::npos; end = row.find(',')) {
        columns.push_back(row.substr(0, end));
        row.remove_prefix(end + 1);
    }
    columns.push_back(row);
    return columns;
}

Order parse_order(std::uint32_t row_number, std::string_view row) {
    try {
        const std::vector<std::string_view> columns = split(row);
        if (columns.size() != 7) {
            throw std::length_error("7 columns expected, found " + std::to_string(columns.size()));
        }
        return {parse_count(columns[0]), std::string(columns[1]),  std::string(columns[2]), std::string(columns[3]),
                std::string(columns[4]), parse_amount(columns[5]), parse_count(columns[6])};
    } catch (const std::exception&) {
        std::throw_with_nested(BadRow(row_number));
    }
}

// What a unit of a currency is worth in euros, in thousandths.
std::int64_t rate_of(const std::string& currency) {
    static const std::map<std::string, std::int64_t> rates{{"EUR", 1000}, {"USD", 921}, {"GBP", 1173}, {"CZK", 40}};
    return rates.at(currency);
}

//! [settle]
Cents settle(const Order& order) {
    if (order.quantity == 0) throw std::invalid_argument("an order of nothing");
    const std::int64_t rate = rate_of(order.currency);
    const Cents total = order.unit_price * order.quantity * rate / 1000;
    LOCCER_LOCALS(total, rate);  // shown in the record of whatever is thrown below, by us or by what we call
    if (total > limit_per_order) throw OverLimit("an order above the limit has to be approved by hand");
    return total;
}

void settle_row(std::uint32_t row_number, const std::string& row, Ledger& ledger) {
    const Order order = parse_order(row_number, row);
    LOCCER_LOCALS(row_number, order);  // not the row: that is one text, with the password in it
    ledger.total += settle(order);
    ++ledger.settled;
}
//! [settle]

//! [loop]
void settle_all(ShopLog& log, std::istream& orders, Ledger& ledger) {
    std::uint32_t row_number = 1;
    for (std::string row; std::getline(orders, row); ++row_number) {
        LOCCER_TRY { settle_row(row_number, row, ledger); }
        LOCCER_CATCH(log) {  // the record is written; what is left to do is to go on
            ++ledger.failed;
        }
    }
}
//! [loop]

}  // namespace

//! [main]
int main(int argc, char** argv) {
    const std::string_view orders_path = argc > 1 ? argv[1] : "orders.csv";
    const std::string_view log_path = argc > 2 ? argv[2] : "errors.log";

    // From here on, what nobody catches is recorded too.
    auto& log = loccer::install<ShopLog>(ErrorFile{log_path});

    static Ledger ledger;
    log.watch_global("ledger", ledger);  // how far we were, in every record

    std::ifstream orders{std::string(orders_path)};
    if (std::string header; !std::getline(orders, header)) {
        log.capture_errno();
        std::cerr << "settle: " << orders_path << " cannot be read; " << log_path << " says why\n";
        return 1;
    }
    settle_all(log, orders, ledger);

    log.log_metadata({{"msg", "settlement finished"}, {"orders", orders_path}, {"ledger", ledger}});
    std::cout << ledger.settled << " orders settled, " << ledger.failed << " not; see " << log_path << "\n";
    return 0;
}
//! [main]
