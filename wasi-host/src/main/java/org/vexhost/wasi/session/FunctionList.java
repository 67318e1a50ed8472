package org.vexhost.wasi.session;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestMemoryFault;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.NumberType;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.ErrnoException;
import org.vexhost.wasi.confine.IoErrno;

/** A builder for a list of host functions that return an error code. */
public final class FunctionList {

    private final List<HostFunction<WasiSession>> functions = new ArrayList<>();
    private Dependence dependence = Dependence.HOST;

    /** The body of a function; a normal return means success. */
    @FunctionalInterface
    public interface Body {
        void call(WasiSession session, GuestMemory memory, long[] arguments)
                throws IOException, InterruptedException;
    }

    /** Sets the dependence of all functions that are added afterwards. */
    public FunctionList dependingOn(Dependence common) {
        dependence = common;
        return this;
    }

    /**
     * Adds a function.
     *
     * @param parameters one letter for each parameter: {@code i} for 32 bits, {@code I} for 64 bits
     */
    public void add(String name, String parameters, Body body) {
        add(name, parameters, 0, body);
    }

    /**
     * Adds a function.
     *
     * @param units the host fuel that each call costs at least, in units
     */
    public void add(String name, String parameters, int units, Body body) {
        functions.add(
                new HostFunction<>(
                        name,
                        types(parameters),
                        Optional.of(NumberType.I32),
                        Optional.empty(),
                        dependence,
                        (session, memory, arguments) ->
                                answer(name, units, body, session, memory, arguments)));
    }

    /** Adds a function that does not return. */
    public void addExit(String name, String parameters, HostFunction.Body<WasiSession> body) {
        functions.add(
                new HostFunction<>(
                        name,
                        types(parameters),
                        Optional.empty(),
                        Optional.empty(),
                        dependence,
                        body));
    }

    private static long answer(
            String name,
            int units,
            Body body,
            WasiSession session,
            GuestMemory memory,
            long[] arguments)
            throws InterruptedException {
        session.enter(name);
        if (units > 0) {
            session.use(units);
        }
        try {
            body.call(session, memory, arguments);
            return Errno.SUCCESS.code();
        } catch (ErrnoException e) {
            return e.errno().code();
        } catch (GuestMemoryFault e) {
            return Errno.FAULT.code();
        } catch (NonReadableChannelException | NonWritableChannelException e) {
            return Errno.BADF.code(); // The file was opened under a smaller grant.
        } catch (ClosedByInterruptException e) {
            throw ending(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw ending(e);
            }
            return IoErrno.of(e).code();
        }
    }

    private static InterruptedException ending(IOException cause) {
        InterruptedException ending = new InterruptedException();
        ending.initCause(cause);
        return ending;
    }

    private static List<NumberType> types(String parameters) {
        return parameters
                .chars()
                .mapToObj(each -> each == 'I' ? NumberType.I64 : NumberType.I32)
                .toList();
    }

    /** Returns a copy of all added functions, in order. */
    public List<HostFunction<WasiSession>> toList() {
        return List.copyOf(functions);
    }
}
