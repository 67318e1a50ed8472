/**
 * How local commands speak to a running host: bounded, versioned frames on a Unix domain socket.
 *
 * <p>A client connects, both sides send {@link FrameType#HELLO}, the client sends one request, and
 * the host answers with output frames and, last, {@link FrameType#EXIT}. Input for the request
 * follows it in {@link FrameType#INPUT} frames. There is one request to a connection; a client that
 * hangs up ends it.
 */
@NullMarked
package org.vexhost.distribution.protocol;

import org.jspecify.annotations.NullMarked;
