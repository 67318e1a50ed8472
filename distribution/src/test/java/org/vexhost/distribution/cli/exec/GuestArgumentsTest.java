package org.vexhost.distribution.cli.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("Arguments of the guest on the command line of exec")
class GuestArgumentsTest {

    private static String separated(String words) {
        CommandLine exec = new CommandLine(new ExecCommand());
        return String.join(
                " ", GuestArguments.separate(exec.getCommandSpec(), words.split(" ", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "exec python.wasm -c print(1), exec python.wasm -- -c print(1)",
        "exec python.wasm -c --stats, exec python.wasm -- -c --stats",
        "exec python.wasm -h, exec python.wasm -- -h",
        "exec --stats --fuel 5 a.wasm -n, exec --stats --fuel 5 a.wasm -- -n",
        "exec --fuel=5 a.wasm -n, exec --fuel=5 a.wasm -- -n",
        "exec a.wasm --stats --env A=-b -n -- x, exec a.wasm --stats --env A=-b -- -n -- x",
        "exec a.wasm . -r x, exec a.wasm . -- -r x",
        "exec fuel env -r x, exec fuel env -- -r x",
        "exec --env -A=b a.wasm -n, exec --env -A=b a.wasm -- -n",
    })
    void beginAtTheFirstShortOptionBehindTheFile(String words, String expected) {
        assertEquals(expected, separated(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec",
                "exec -h",
                "exec -c a.wasm",
                "exec a.wasm -",
                "exec a.wasm x y",
                "exec a.wasm --fule 5",
                "exec a.wasm --stats -- -c",
                "exec -- a.wasm -c",
                "exec --env -A=b a.wasm"
            })
    void areOtherwiseLeftToTheCommandLine(String words) {
        assertEquals(words, separated(words));
    }
}
