// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/foreign_name.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

using loccer::redactions::foreign_name_before;

struct NamesOfTheWorld {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};
struct NoTokens {
    static bool redacts(std::string_view name) noexcept { return name == "password"; }
};

std::string redacted(std::string_view text) { return loccer_test::redacted<loccer::KeyedText<NamesOfTheWorld>>(text); }

TEST(ForeignName, IsFoundBeforeAColon) {
    for (const std::string_view name :
         {"пароль",   "Пароль", "ПАРОЛЬ",      "токен",      "секрет",       "密码",
          "密碼",     "口令",   "令牌",        "密钥",       "パスワード",   "トークン",
          "비밀번호", "암호",   "كلمة المرور", "كلمة السر",  "סיסמה",        "κωδικός πρόσβασης",
          "पासवर्ड",   "รหัสผ่าน", "şifre",       "ŞİFRE",      "ŞIFRE",        "hasło",
          "Hasło",    "heslo",  "senha",       "contraseña", "mot de passe", "Mot de passe",
          "Kennwort"}) {
        EXPECT_EQ(redacted(std::string(name) + ": hunter2"), std::string(name) + ": [REDACTED]");
        EXPECT_EQ(redacted(std::string(name) + " : hunter2\nb"), std::string(name) + " : [REDACTED]\nb");
        EXPECT_EQ(redacted(std::string(name) + " = hunter2 b"), std::string(name) + " = [REDACTED] b");
        EXPECT_EQ(redacted(std::string(name) + "：hunter2"), std::string(name) + "：[REDACTED]");
    }
}

TEST(ForeignName, EndsALongerWordOrStandsBehindOthers) {
    EXPECT_EQ(redacted("数据库密码：hunter2，用户：ada"), "数据库密码：[REDACTED]，用户：ada");
    EXPECT_EQ(redacted("ваш пароль: \"a b\" ok"), "ваш пароль: \"[REDACTED]\" ok");
    EXPECT_EQ(redacted("mot de passe\u00A0: x1"), "mot de passe\u00A0: [REDACTED]");
}

TEST(ForeignName, MayBeOneOfAsciiBeforeAWideSign) {
    EXPECT_EQ(redacted("password：hunter2"), "password：[REDACTED]");
    EXPECT_EQ(redacted("用户token＝a1　ok"), "用户token＝[REDACTED]");
    EXPECT_EQ(redacted("密码：　hunter2。"), "密码：　[REDACTED]。");
}

TEST(ForeignName, LeavesOtherNames) {
    for (const std::string_view text :
         {"ошибка: нет файла", "Größe: 5", "文件：/tmp/a", "user：ada", "延迟: 5", "パス: /tmp/a", "erreur : passe",
          "密码错误：3", "la passe: 5", "：", "密码：", "пароль:", "пароль: "}) {
        EXPECT_EQ(redacted(text), text);
    }
}

TEST(ForeignName, LeavesDiagnoses) {
    for (const std::string_view text :
         {"пароль: неверный", "пароль: не указан", "密码：不能为空", "密码: 错误", "비밀번호: 필수 항목입니다",
          "パスワード：必須です", "contraseña: incorrecta", "hasło: nieprawidłowe", "mot de passe : invalide",
          "密码: required", "סיסמה: שגויה"}) {
        EXPECT_EQ(redacted(text), text);
    }
    EXPECT_EQ(redacted("пароль: не hunter2"), "пароль: [REDACTED]");
    EXPECT_EQ(redacted("пароль: кошка"), "пароль: [REDACTED]");
}

TEST(ForeignName, AsksForWhatItMeans) {
    using Some = loccer::KeyedText<NoTokens>;

    EXPECT_EQ(loccer_test::redacted<Some>("пароль: x1, токен: x2"), "пароль: [REDACTED], токен: x2");
    EXPECT_EQ(foreign_name_before("x 令牌:", 8).text, "token");
    EXPECT_EQ(foreign_name_before("x 令牌:", 8).begin, 2U);
}

}  // namespace
