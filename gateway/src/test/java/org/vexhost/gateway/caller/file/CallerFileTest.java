package org.vexhost.gateway.caller.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.file.CallerSettings.Certificate;
import org.vexhost.gateway.caller.file.CallerSettings.Jwt;
import org.vexhost.gateway.caller.file.CallerSettings.Token;

class CallerFileTest {

    private static final String HASH = "ab".repeat(32);

    @Test
    void everyMemberIsRead() throws Exception {
        CallerSettings read =
                parse(
                        """
                        {"token": {"sha256": "%s"}, "tools": ["word-*"], "roles": ["call", "operator"],
                         "callsPerMinute": 60, "callsAtOnce": 2, "fuelPerDay": 1000000000000}
                        """
                                .formatted(HASH.toUpperCase(Locale.ROOT)));
        assertEquals(
                new CallerSettings(
                        new Token(HASH),
                        new ToolPatterns(List.of("word-*")),
                        Set.of(Role.CALL, Role.OPERATOR),
                        OptionalLong.of(60),
                        OptionalLong.of(2),
                        OptionalLong.of(1_000_000_000_000L)),
                read);
    }

    @Test
    void absentMembersAreTheDefaults() throws Exception {
        CallerSettings read = parse("{\"token\": {\"sha256\": \"%s\"}}".formatted(HASH));
        assertEquals(List.of(), read.tools().patterns());
        assertEquals(Set.of(Role.CALL), read.roles());
        assertEquals(OptionalLong.empty(), read.callsPerMinute());
    }

    @Test
    void signedTokensAndCertificatesAreRead() throws Exception {
        assertEquals(
                new Jwt(
                        "https://issuer.example",
                        "https://host.example/mcp",
                        "https://issuer.example/keys",
                        List.of("ES256"),
                        List.of("team-*"),
                        Set.of("mallory")),
                parse(
                                """
                                {"jwt": {"issuer": "https://issuer.example",
                                 "audience": "https://host.example/mcp",
                                 "keys": "https://issuer.example/keys", "algorithms": ["ES256"],
                                 "subjects": ["team-*"], "denied": ["mallory"]}}
                                """)
                        .method());
        assertEquals(
                new Certificate("cn=agent,o=example"),
                parse("{\"certificate\": {\"subject\": \"CN=Agent, O=Example\"}}").method());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|has not exactly one of 'token', 'jwt' and 'certificate' [0]",
                "[]|is not an object",
                "{'token':{'sha256':'#'},'certificate':{'subject':'CN=a'}}|has not exactly one of"
                        + " 'token', 'jwt' and 'certificate' [2]",
                "{'token':{'sha256':'#'},'tool':[]}|unknown member 'tool' (did you mean 'tools'?)",
                "{'token':{'sha':'#'}}|unknown member 'sha' in token",
                "{'token':{'sha256':'12'}}|'token/sha256' is not 64 hexadecimal digits",
                "{'token':{}}|'token/sha256' is missing",
                "{'token':{'sha256':'#'},'tools':[]}|'tools' names none; leave it out for all tools",
                "{'token':{'sha256':'#'},'roles':['calls']}|'roles' has a word that is not one of"
                        + " call, monitor, operator ['calls'] (did you mean 'call'?)",
                "{'token':{'sha256':'#'},'roles':[]}|'roles' names none",
                "{'token':{'sha256':'#'},'callsPerMinute':0}|'callsPerMinute' is not an integer of"
                        + " 1 or more",
                "{'token':{'sha256':'#'},'fuelPerDay':1.5}|'fuelPerDay' is not an integer of 1 or"
                        + " more",
                "{'jwt':{'issuer':'i','audience':'a','keys':'http://x/k','algorithms':['RS256']}}"
                        + "|'jwt/keys' is not a path or an https URL",
                "{'jwt':{'issuer':'i','audience':'a','keys':'k','algorithms':[]}}|'jwt/algorithms'"
                        + " names none",
                "{'certificate':{'subject':'nobody'}}|'certificate/subject' is not a distinguished"
                        + " name",
            })
    void whatCannotBeUsedIsNamed(String file, String message) {
        CallerFileException e =
                assertThrows(
                        CallerFileException.class,
                        () -> parse(file.replace('\'', '"').replace("#", HASH)));
        assertEquals(message, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"HS256", "none", "RS1"})
    void sharedSecretsAreNoAlgorithms(String algorithm) {
        assertThrows(
                CallerFileException.class,
                () ->
                        parse(
                                """
                                {"jwt": {"issuer": "i", "audience": "a", "keys": "k",
                                 "algorithms": ["%s"]}}
                                """
                                        .formatted(algorithm)));
    }

    @Test
    void duplicateMembersAreRefused() {
        assertThrows(
                CallerFileException.class,
                () ->
                        parse(
                                """
                                {"token": {"sha256": "%s"}, "roles": ["call"], "roles": ["operator"]}
                                """
                                        .formatted(HASH)));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        byte[] written =
                CallerFile.render(
                        new Token(HASH),
                        new ToolPatterns(List.of("a*", "b")),
                        Set.of(Role.MONITOR, Role.CALL));
        CallerSettings read = CallerFile.parse(written);
        assertEquals(new Token(HASH), read.method());
        assertEquals(List.of("a*", "b"), read.tools().patterns());
        assertEquals(Set.of(Role.CALL, Role.MONITOR), read.roles());

        CallerSettings renewed =
                CallerFile.parse(CallerFile.renew(written, new Token("cd".repeat(32))));
        assertEquals(new Token("cd".repeat(32)), renewed.method());
        assertEquals(read.tools(), renewed.tools());
    }

    private static CallerSettings parse(String text) throws CallerFileException {
        return CallerFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
