package org.vexhost.loader.denial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;

@DisplayName("The command that would allow a request")
class NetworkHintTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example",
                "https://a.example=POST",
                "https://a.example:8443=GET,POST",
                "10.0.0.1/32",
                "fd00::1/128",
            })
    void namesWhatIsMissing(String subject) {
        assertEquals(
                "vex:grant a network " + subject,
                GrantHint.command("a", Capability.NETWORK, subject));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "https://a.example=",
                "https://a.example=get",
                "https://a.example;vex:revoke",
                "10.0.0.1/8",
            })
    void leavesToTheOperatorWhatCannotBeGranted(String subject) {
        assertEquals(
                "vex:grant a network https://HOST",
                GrantHint.command("a", Capability.NETWORK, subject));
    }
}
