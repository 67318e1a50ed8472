package org.vexhost.sandbox.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Capability;

/**
 * A function that guests can import.
 *
 * @param name its import name, for example {@code fd_write}
 * @param parameters its parameter types
 * @param result its result type, if it has one
 * @param requires the capability without which a module that imports it is not deployed; empty for
 *     functions that are always linkable and answer an error code themselves
 * @param dependence what its answer depends on besides the guest
 * @param body what it does
 * @param <S> the session type of its module
 * @since 1.0
 */
public record HostFunction<S extends HostSession>(
        String name,
        List<NumberType> parameters,
        Optional<NumberType> result,
        Optional<Capability> requires,
        Dependence dependence,
        Body<S> body) {

    /** Copies the parameter types. */
    public HostFunction {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(requires, "requires");
        Objects.requireNonNull(dependence, "dependence");
        Objects.requireNonNull(body, "body");
        parameters = List.copyOf(parameters);
    }

    /** A function whose answer depends on anything: it never runs for a snapshot. */
    public HostFunction(
            String name,
            List<NumberType> parameters,
            Optional<NumberType> result,
            Optional<Capability> requires,
            Body<S> body) {
        this(name, parameters, result, requires, Dependence.HOST, body);
    }

    /**
     * What a host function does.
     *
     * @param <S> the session type of its module
     */
    @FunctionalInterface
    public interface Body<S extends HostSession> {
        /**
         * Runs on the sandbox's thread. Everything in {@code arguments} and in the memory comes
         * from the guest.
         *
         * @param session the state of this call
         * @param memory the guest's memory, valid during this invocation only
         * @param arguments as many as there are parameters; an i32 has a meaningless upper half
         * @return the result; ignored where the function has none
         * @throws InterruptedException if the call is to end: cancelled, or past its deadline
         * @throws GuestExitException if the guest asked to end
         * @throws GuestMemoryFault if an address is out of the guest's memory; the guest traps
         */
        long call(S session, GuestMemory memory, long[] arguments) throws InterruptedException;
    }
}
