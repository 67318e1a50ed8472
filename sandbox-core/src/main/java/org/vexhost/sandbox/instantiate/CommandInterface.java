package org.vexhost.sandbox.instantiate;

import java.util.List;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.compile.GuestInstance;
import org.vexhost.sandbox.output.ResultBuffer;
import org.vexhost.sandbox.spi.GuestExitException;

/** Commands of WASI preview 1: {@code _start}, standard input, standard output, exit code. */
public final class CommandInterface {

    private static final String START = "_start";

    private CommandInterface() {}

    /**
     * Checks that a module has what it takes.
     *
     * @throws InvalidModuleException naming the first export that is missing or of another type
     */
    public static void check(ModuleFacts facts) throws InvalidModuleException {
        Exports.requireMemory(facts);
        Exports.requireFunction(
                facts, START, new FunctionSignature(List.of(), List.of()), "_start()");
    }

    /**
     * Runs a guest to its end.
     *
     * @return its exit code, unsigned 32 bits
     */
    static long run(GuestInstance guest) {
        try {
            guest.call(START);
            return 0;
        } catch (GuestExitException e) {
            return Integer.toUnsignedLong(e.code());
        }
    }

    static BadResultException failed(long code, List<String> lastErrorLines) {
        String said = lastErrorLines.isEmpty() ? "nothing" : String.join(" | ", lastErrorLines);
        return new BadResultException(
                ErrorReason.EXIT_CODE,
                "ended with exit code %d [stderr: %s]".formatted(code, said),
                new ErrorDetail.Exit(code, lastErrorLines));
    }

    /**
     * What a guest left on its standard output.
     *
     * @throws BadResultException if it is not JSON
     */
    static Json result(ResultBuffer stdout) throws BadResultException {
        if (stdout.sizeBytes() == 0) {
            throw new BadResultException(
                    ErrorReason.INVALID_OUTPUT, "wrote no result to standard output", null);
        }
        try {
            return stdout.toJson();
        } catch (InvalidJsonException e) {
            throw VexInterface.notJson(e);
        }
    }
}
