using System.Net.Sockets;
using ActorPbx.Node.Running;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Control;

/// <summary>Serves the operator's commands on the node's local Unix socket, until it is disposed.</summary>
public sealed class ControlServer : IAsyncDisposable
{
    private const int MaxSessions = 64;

    private readonly string _path;
    private readonly INodeOperations _operations;
    private readonly ILogger _log;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Task _accepting;

    private ControlServer(string path, INodeOperations operations, ILogger log)
    {
        _path = path;
        _operations = operations;
        _log = log;
        _listener = ControlSocketFile.Listen(path, MaxSessions);
        _accepting = AcceptAsync();
    }

    /// <summary>Opens the socket and begins to answer.</summary>
    /// <exception cref="StartException">The socket cannot be made.</exception>
    public static ControlServer Start(string path, INodeOperations operations, ILogger log) => new(path, operations, log);

    /// <summary>Ends all sessions and removes the socket's file. A streaming session may end its last line first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] open;
        lock (_sessions)
        {
            open = [.. _sessions];
        }

        await Task.WhenAll(open);
        File.Delete(_path);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptAsync(_ending.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                _log.LogWarning("The control socket refused a connection: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100)); // out of file descriptors: do not spin
            }
        }
    }

    private void Serve(Socket connection)
    {
        lock (_sessions)
        {
            var session = _sessions.Count < MaxSessions ? SessionAsync(connection) : TurnAwayAsync(connection);
            _sessions.Add(session);
            _ = session.ContinueWith(Forget, TaskScheduler.Default);
        }
    }

    private void Forget(Task session)
    {
        lock (_sessions)
        {
            _sessions.Remove(session);
        }
    }

    private async Task SessionAsync(Socket connection)
    {
        await Task.Yield();
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        await new ControlSession(stream, _operations, _log).RunAsync(_ending.Token);
    }

    private async Task TurnAwayAsync(Socket connection)
    {
        await Task.Yield();
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        try
        {
            var refusal = new RefusalReply(RefusalCode.Busy, $"{MaxSessions} operators are connected already; close one of them.");
            await stream.WriteAsync((byte[])[.. ControlProtocol.Write(refusal), (byte)'\n'], _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has left.
        }
    }
}
