package org.vexhost.ssh;

import java.io.IOException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/** A channel that runs a shell or a command, and rejects everything else. */
final class ShellChannel extends ChannelSession {

    /** Creates such channels. */
    static final ChannelFactory FACTORY =
            new ChannelFactory() {
                @Override
                public String getName() {
                    return "session";
                }

                @Override
                public Channel createChannel(Session session) {
                    return new ShellChannel();
                }
            };

    private ShellChannel() {}

    /**
     * A channel has one shell or one command. The library would replace it and forget the first.
     */
    @Override
    protected Result handleShell(String request, Buffer buffer, boolean wantReply)
            throws IOException {
        return commandInstance == null
                ? super.handleShell(request, buffer, wantReply)
                : Result.ReplyFailure;
    }

    @Override
    protected Result handleExec(String request, Buffer buffer, boolean wantReply)
            throws IOException {
        return commandInstance == null
                ? super.handleExec(request, buffer, wantReply)
                : Result.ReplyFailure;
    }

    @Override
    protected Result handleEnvParsed(String name, String value) {
        return Result.ReplyFailure;
    }

    @Override
    protected Result handleSubsystem(String request, Buffer buffer, boolean wantReply)
            throws IOException {
        return Result.ReplyFailure;
    }

    @Override
    protected Result handleAgentForwarding(String request, Buffer buffer, boolean wantReply)
            throws IOException {
        return Result.ReplyFailure;
    }

    @Override
    protected Result handleX11Forwarding(String request, Buffer buffer, boolean wantReply)
            throws IOException {
        return Result.ReplyFailure;
    }
}
