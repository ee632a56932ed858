// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_COMMAND_OPTIONS_HPP
#define LOCCER_REDACTIONS_VALUE_COMMAND_OPTIONS_HPP

// Options of well-known programs that take a secret and do not say so: `sshpass -p`, `curl -u`.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How an option and its argument are written.
enum class OptionForm : unsigned char {
    apart,           ///< `-p x`
    glued,           ///< `-px` alone: behind `-p x` the program asks for a password, and x is something else
    either,          ///< `-p x` or `-px`
    pair,            ///< either of them, and the argument is `user:password`
    behind_percent,  ///< either of them, and the argument is `user%password`
    behind_comma,    ///< either of them, and the argument is `user,password`
    last             ///< an option without an argument: the last word of the command is the secret
};

inline constexpr std::string_view any_subcommand;

/// An option of programs.
struct SecretOption {
    std::string_view programs;  ///< divided by blanks
    std::string_view option;    ///< without its dashes
    OptionForm form;
    std::string_view subcommand = any_subcommand;  ///< a word that has to stand between both
};

/// *Source* the manual pages of these programs.
inline constexpr SecretOption secret_options[] = {
    {"sshpass", "p", OptionForm::either},
    {"curl ctr", "u", OptionForm::pair},
    {"curl", "U", OptionForm::pair},
    {"curl etcdctl ctr", "user", OptionForm::pair},
    {"curl", "proxy-user", OptionForm::pair},
    {"http https xh", "a", OptionForm::pair},
    {"ab", "A", OptionForm::pair},
    {"ab", "P", OptionForm::pair},
    {"dig nsupdate", "y", OptionForm::pair},
    {"skopeo buildah podman", "creds", OptionForm::pair},
    {"skopeo", "src-creds", OptionForm::pair},
    {"skopeo", "dest-creds", OptionForm::pair},
    {"mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlcheck mysqlbinlog mysqlslap mysqlpump mysqlsh mycli "
     "mariadb "
     "mariadb-dump mariadb-admin mariadb-import mariadb-show mariadb-check mariadb-binlog",
     "p", OptionForm::glued},
    {"7z 7za 7zr 7zz rar unrar", "p", OptionForm::glued},
    {"rar unrar", "hp", OptionForm::glued},
    {"mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop mongofiles", "p",
     OptionForm::either},
    {"redis-cli valkey-cli keydb-cli", "a", OptionForm::apart},
    {"ldapsearch ldapmodify ldapadd ldapdelete ldapcompare ldapmodrdn ldappasswd ldapwhoami ldapexop kadmin", "w",
     OptionForm::either},
    {"ldappasswd", "s", OptionForm::either},
    {"ldappasswd", "a", OptionForm::either},
    {"docker podman buildah skopeo nerdctl helm oras crane az", "p", OptionForm::apart, "login"},
    {"smbclient smbget rpcclient smbcacls smbtree net", "U", OptionForm::behind_percent},
    {"lftp", "u", OptionForm::behind_comma},
    {"openssl", "k", OptionForm::apart},
    {"openssl", "K", OptionForm::apart},
    {"sqlcmd bcp osql tsql bsqldb freebcp", "P", OptionForm::either},
    {"cqlsh", "p", OptionForm::apart},
    {"snmpget snmpgetnext snmpset snmpwalk snmpbulkget snmpbulkwalk snmptrap snmpinform snmptable snmpstatus snmpdf",
     "c", OptionForm::either},
    {"snmpget snmpgetnext snmpset snmpwalk snmpbulkget snmpbulkwalk snmptrap snmpinform snmptable snmpstatus snmpdf",
     "A", OptionForm::either},
    {"snmpget snmpgetnext snmpset snmpwalk snmpbulkget snmpbulkwalk snmptrap snmpinform snmptable snmpstatus snmpdf",
     "X", OptionForm::either},
    {"zip unzip zipcloak", "P", OptionForm::apart},
    {"mosquitto_pub mosquitto_sub mosquitto_rr ipmitool", "P", OptionForm::apart},
    {"plink pscp psftp putty", "pw", OptionForm::apart},
    {"useradd usermod rdesktop racadm signtool certutil psexec PsExec ncftp ncftpput ncftpget", "p", OptionForm::apart},
    {"security", "p", OptionForm::apart, "unlock-keychain"},
    {"security", "P", OptionForm::apart, "import"},
    {"swaks", "ap", OptionForm::apart},
    {"sendemail sendEmail", "xp", OptionForm::apart},
    {"ConvertTo-SecureString", "String", OptionForm::apart},
    {"htpasswd", "b", OptionForm::last},
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
