package org.vexhost.sandbox.instantiate;

import static org.vexhost.sandbox.binary.instruction.ValueType.I32;
import static org.vexhost.sandbox.binary.instruction.ValueType.I64;

import java.util.List;
import java.util.OptionalLong;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.hint.Hints;

/** The {@code vex} binary interface, which is that of the original VEX tool sandbox. */
public final class VexInterface {

    static final String INITIALIZE = "_initialize";
    private static final String ALLOCATE = "vex_allocate";
    static final String EXECUTE = "vex_execute";

    /** The number of result bytes that can be checked for one unit of host fuel. */
    private static final int RESULT_BYTES_PER_UNIT = 64;

    private static final long MASK = 0xFFFF_FFFFL;

    private VexInterface() {}

    /**
     * Checks that a module has the required exports.
     *
     * @throws InvalidModuleException if a required export is missing or has another type; the
     *     message names the first such export
     */
    public static void check(ModuleFacts facts) throws InvalidModuleException {
        boolean isCommand =
                facts.exportedFunction(CommandInterface.START).isPresent()
                        && facts.exportedFunction(EXECUTE).isEmpty();
        String hint = Hints.ofMissingVex(isCommand);
        Exports.requireMemory(facts, isCommand ? hint : Hints.ofMissingMemory());
        Exports.requireFunction(
                facts,
                ALLOCATE,
                new FunctionSignature(List.of(I32), List.of(I32)),
                "vex_allocate(u32) -> u32",
                hint);
        Exports.requireFunction(
                facts,
                EXECUTE,
                new FunctionSignature(List.of(I32, I32), List.of(I64)),
                "vex_execute(u32, u32) -> u64",
                hint);
        if (facts.exportedFunction(INITIALIZE).isPresent()) {
            Exports.requireFunction(
                    facts,
                    INITIALIZE,
                    new FunctionSignature(List.of(), List.of()),
                    "_initialize()",
                    Hints.NONE);
        }
    }

    /**
     * Runs a guest from its first function call to its result.
     *
     * @throws BadResultException if the guest returns a range outside of its memory, too much
     *     output, or output that is not JSON
     */
    static Json run(GuestInstance guest, Json input, int maxOutputBytes) throws BadResultException {
        int size = input.sizeBytes();
        long pointer = guest.call(ALLOCATE, size)[0] & MASK;
        FlatMemory memory = guest.memory();
        requireInside(ALLOCATE, pointer, size, memory);
        input.copyTo(memory.data, (int) pointer);
        long packed = guest.call(EXECUTE, pointer, size)[0];
        return result(memory, packed >>> 32, packed & MASK, maxOutputBytes);
    }

    private static Json result(FlatMemory memory, long pointer, long length, int maxOutputBytes)
            throws BadResultException {
        if (length > maxOutputBytes) {
            throw tooLarge(maxOutputBytes, length);
        }
        requireInside(EXECUTE, pointer, length, memory);
        memory.gauge().charge(length / RESULT_BYTES_PER_UNIT);
        try {
            return Json.parse(memory.data, (int) pointer, (int) length);
        } catch (InvalidJsonException e) {
            throw notJson(e);
        }
    }

    private static void requireInside(String function, long pointer, long length, FlatMemory memory)
            throws BadResultException {
        if (pointer + length > memory.byteLength()) {
            throw new BadResultException(
                    ErrorReason.OUT_OF_BOUNDS,
                    "returned a range outside its memory [pointer %d, length %d, memory %s bytes, function '%s']"
                            .formatted(
                                    pointer,
                                    length,
                                    MessageText.bytes(memory.byteLength()),
                                    function),
                    null);
        }
    }

    static BadResultException exited(long code, List<String> lastErrorLines, String circumstances) {
        return new BadResultException(
                ErrorReason.EXIT_CODE,
                "ended with exit code %d before it returned a result [stderr: %s%s]"
                        .formatted(code, CommandInterface.said(lastErrorLines), circumstances),
                new ErrorDetail.Exit(code, lastErrorLines));
    }

    static BadResultException tooLarge(int maxOutputBytes, long sizeBytes) {
        return new BadResultException(
                ErrorReason.OUTPUT_TOO_LARGE,
                "exceeded maxOutputBytes of %s [result of %d bytes]"
                        .formatted(MessageText.bytes(maxOutputBytes), sizeBytes),
                new ErrorDetail.LimitExceeded(
                        "maxOutputBytes", maxOutputBytes, "bytes", OptionalLong.of(sizeBytes)));
    }

    static BadResultException notJson(InvalidJsonException e) {
        return new BadResultException(
                ErrorReason.INVALID_OUTPUT,
                "returned a result that is not JSON [%s]".formatted(e.getMessage()),
                null);
    }
}
