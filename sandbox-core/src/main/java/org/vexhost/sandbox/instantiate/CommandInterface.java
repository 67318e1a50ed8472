package org.vexhost.sandbox.instantiate;

import java.util.List;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.hint.Hints;
import org.vexhost.sandbox.output.ResultBuffer;

/**
 * The binary interface of WASI preview 1 commands: {@code _start}, standard input, standard output,
 * and an exit code.
 */
public final class CommandInterface {

    static final String START = "_start";

    private CommandInterface() {}

    /**
     * Checks that a module has the required exports. A memory is not required, as in Wasmtime.
     *
     * @throws InvalidModuleException if a required export is missing or has another type; the
     *     message names the first such export
     */
    public static void check(ModuleFacts facts) throws InvalidModuleException {
        Exports.requireFunction(
                facts,
                START,
                new FunctionSignature(List.of(), List.of()),
                "_start()",
                Hints.ofMissingStart(
                        facts.exportedFunction(VexInterface.EXECUTE).isPresent(),
                        facts.exportedFunction(VexInterface.INITIALIZE).isPresent()));
    }

    /** Runs a guest to its end. */
    static void run(GuestInstance guest) {
        guest.call(START);
    }

    static BadResultException failed(long code, List<String> lastErrorLines, String circumstances) {
        return new BadResultException(
                ErrorReason.EXIT_CODE,
                "ended with exit code %d [stderr: %s%s]"
                        .formatted(code, said(lastErrorLines), circumstances),
                new ErrorDetail.Exit(code, lastErrorLines));
    }

    static String said(List<String> lastErrorLines) {
        return lastErrorLines.isEmpty() ? "nothing" : String.join(" | ", lastErrorLines);
    }

    /**
     * Returns the result on the guest's standard output.
     *
     * @throws BadResultException if the output is not JSON
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
