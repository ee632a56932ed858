// SPDX-License-Identifier: MIT
// What most unit tests include, compiled once for each program of them. Nothing of loccer, and nothing that a test may
// leave out: the same tests are built without it where a compiler takes no precompiled header.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>
