using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli;

/// <summary>A command's connection to the running node.</summary>
public sealed class ControlClient : IAsyncDisposable
{
    // A reply holds every extension of a node: 100,000 of them are some 30 MB.
    private const int MaxReplyBytes = 1 << 30;

    private readonly NetworkStream _stream;
    private readonly LineReader _lines;

    private ControlClient(NetworkStream stream)
    {
        _stream = stream;
        _lines = new LineReader(stream, MaxReplyBytes);
    }

    /// <summary>Connects to the node behind a socket file.</summary>
    /// <exception cref="CommandFailedException">No node answers there.</exception>
    public static async Task<ControlClient> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new ControlClient(new NetworkStream(socket, ownsSocket: true));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new CommandFailedException(ExitCode.NoNode, Unreachable(path, (e as SocketException)?.SocketErrorCode), e);
        }
    }

    /// <summary>Asks for a single reply.</summary>
    public async Task<T> AskAsync<T>(ControlRequest request, CancellationToken cancellation) where T : ControlReply
    {
        await SendAsync(request, cancellation);
        return await ReadAsync(cancellation) as T ?? throw Misunderstood();
    }

    /// <summary>Asks for a stream, up to its end.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(ControlRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        where T : ControlReply
    {
        await SendAsync(request, cancellation);
        while (true)
        {
            switch (await ReadAsync(cancellation))
            {
                case EndReply:
                    yield break;
                case T item:
                    yield return item;
                    break;
                default:
                    throw Misunderstood();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private async Task SendAsync(ControlRequest request, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync((byte[])[.. ControlProtocol.Write(request), (byte)'\n'], cancellation);
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    private async Task<ControlReply> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var line = await _lines.ReadAsync(cancellation) ?? throw Gone(null);
            var reply = ControlProtocol.ReadReply(line);
            return reply is RefusalReply refusal ? throw Refused(refusal) : reply;
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Misunderstood();
        }
    }

    private static string Unreachable(string path, SocketError? error) => error switch
    {
        SocketError.AccessDenied => $"not allowed to use {path}; run as the user that runs the node, or with sudo",
        _ => $"no node answers on {path}; start one with 'actorpbx run', or name the right one with --config FILE or --socket PATH",
    };

    private static CommandFailedException Refused(RefusalReply refusal) =>
        new(refusal.Code == RefusalCode.NotFound ? ExitCode.NotFound : ExitCode.Failed, refusal.Message);

    private static CommandFailedException Gone(Exception? inner) =>
        new(ExitCode.NoNode, "the node ended before it answered; see its log", inner);

    private static CommandFailedException Misunderstood() =>
        new(ExitCode.Failed, "the node's answer is not one that this actorpbx knows; use the actorpbx of the node's release");
}
