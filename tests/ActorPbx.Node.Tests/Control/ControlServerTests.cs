using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ActorPbx.Node.Control;
using ActorPbx.Node.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorPbx.Node.Tests.Control;

/// <summary>The control socket, spoken to by hand.</summary>
public sealed class ControlServerTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly ScriptedOperations _operations = new();
    private ControlServer _server = null!;

    private string SocketPath => _directory.File("node.sock");

    public Task InitializeAsync()
    {
        _server = ControlServer.Start(SocketPath, _operations, NullLogger.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Only_its_owner_may_use_the_socket() =>
        File.GetUnixFileMode(SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    [Fact]
    public async Task One_connection_carries_several_requests()
    {
        using var operatorSocket = Connect();
        await SendAsync(operatorSocket, """{"version":1,"command":"status"}""");
        (await ReadAsync(operatorSocket)).GetProperty("status").GetProperty("node").GetString().ShouldBe("node-1");
        await SendAsync(operatorSocket, """{"command":"calls","version":1}""");
        (await ReadAsync(operatorSocket)).GetProperty("calls")[0].GetProperty("call").GetString().ShouldBe("c-1");
    }

    [Theory]
    [InlineData("not json", "Malformed")]
    [InlineData("{}", "Malformed")]
    [InlineData("null", "Malformed")]
    [InlineData("[1]", "Malformed")]
    [InlineData("""{"version":1,"command":"reboot"}""", "Malformed")]
    [InlineData("""{"version":1,"command":"status","colour":"red"}""", "Malformed")]
    [InlineData("""{"version":1,"command":"hangup"}""", "Malformed")]
    [InlineData("""{"version":1,"command":"hangup","call":"c-1","all":true}""", "Malformed")]
    [InlineData("""{"version":1,"command":"cdr","limit":0}""", "Malformed")]
    [InlineData("""{"version":1,"command":"stop","drainSeconds":-1}""", "Malformed")]
    [InlineData("""{"version":2,"command":"status"}""", "Version")]
    [InlineData("""{"version":9,"command":"teleport"}""", "Version")]
    [InlineData("""{"version":1,"command":"hangup","call":"c-9"}""", "NotFound")]
    [InlineData("""{"version":1,"command":"extensions","number":"999"}""", "NotFound")]
    public async Task A_bad_request_is_refused_and_the_connection_goes_on(string request, string code)
    {
        using var operatorSocket = Connect();
        await SendAsync(operatorSocket, request);
        var refusal = await ReadAsync(operatorSocket);
        refusal.GetProperty("reply").GetString().ShouldBe("refused");
        refusal.GetProperty("code").GetString().ShouldBe(code);
        await SendAsync(operatorSocket, """{"version":1,"command":"status"}""");
        (await ReadAsync(operatorSocket)).GetProperty("reply").GetString().ShouldBe("status");
        _operations.Stopped.ShouldBeFalse();
    }

    [Fact]
    public async Task A_line_without_end_is_refused_and_cut_off()
    {
        using var operatorSocket = Connect();
        await SendAsync(operatorSocket, new string('x', ControlProtocol.MaxRequestBytes + 1));
        (await ReadAsync(operatorSocket)).GetProperty("reply").GetString().ShouldBe("refused");
        using var limit = new CancellationTokenSource(Patience);
        (await operatorSocket.ReceiveAsync(new byte[1], limit.Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_followed_list_goes_on_until_the_operator_leaves()
    {
        using (var operatorSocket = Connect())
        {
            await SendAsync(operatorSocket, """{"version":1,"command":"cdr","follow":true}""");
            await ReadAsync(operatorSocket);
            await ReadAsync(operatorSocket);
            await _operations.NewRecords.Writer.WriteAsync(ScriptedOperations.Record(3));
            (await ReadAsync(operatorSocket)).GetProperty("record").GetProperty("id").GetInt64().ShouldBe(3);
        }

        await _operations.FollowerLeft.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_follower_whose_connection_breaks_has_left_as_well()
    {
        using (var operatorSocket = Connect())
        {
            await SendAsync(operatorSocket, """{"version":1,"command":"cdr","follow":true}""");
            await ReadAsync(operatorSocket);
            // Who closes with something unread resets the connection.
            SpinWait.SpinUntil(() => operatorSocket.Available > 0, Patience).ShouldBeTrue();
        }

        await _operations.FollowerLeft.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_request_of_a_client_that_only_writes_is_answered()
    {
        using var operatorSocket = Connect();
        await SendAsync(operatorSocket, """{"version":1,"command":"cdr"}""");
        operatorSocket.Shutdown(SocketShutdown.Send);
        (await ReadAsync(operatorSocket)).GetProperty("reply").GetString().ShouldBe("call-record");
        (await ReadAsync(operatorSocket)).GetProperty("reply").GetString().ShouldBe("call-record");
        (await ReadAsync(operatorSocket)).GetProperty("reply").GetString().ShouldBe("end");
    }

    [Fact]
    public async Task An_ended_server_takes_its_socket_away_and_ends_its_followers()
    {
        using var operatorSocket = Connect();
        await SendAsync(operatorSocket, """{"version":1,"command":"cdr","follow":true}""");
        await ReadAsync(operatorSocket);
        await _server.DisposeAsync().AsTask().WaitAsync(Patience);
        File.Exists(SocketPath).ShouldBeFalse();
        _server = ControlServer.Start(SocketPath, _operations, NullLogger.Instance);
    }

    [Fact]
    public void A_second_server_on_a_living_socket_is_refused() =>
        Should.Throw<StartException>(() => ControlServer.Start(SocketPath, _operations, NullLogger.Instance)).Message.ShouldContain("answers on the control socket");

    [Fact]
    public async Task A_socket_that_a_dead_node_left_is_replaced()
    {
        var path = _directory.File("stale.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            SafeLeave(dead, path);
        }

        File.Exists(path).ShouldBeTrue();
        await using var server = ControlServer.Start(path, _operations, NullLogger.Instance);
        using var operatorSocket = Connect(path);
        operatorSocket.Connected.ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        var path = _directory.Write("precious.txt", "precious");
        Should.Throw<StartException>(() => ControlServer.Start(path, _operations, NullLogger.Instance));
        File.ReadAllText(path).ShouldBe("precious");
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_said() =>
        Should.Throw<StartException>(() => ControlServer.Start(_directory.File(new string('p', 120)), _operations, NullLogger.Instance))
            .Message.ShouldContain("node.control-socket");

    // Disposing a bound socket removes its file; a killed process leaves it. Moving it away and back does the same.
    private static void SafeLeave(Socket dead, string path)
    {
        File.Move(path, path + ".left");
        dead.Dispose();
        File.Move(path + ".left", path);
    }

    private Socket Connect(string? path = null)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path ?? SocketPath));
        return socket;
    }

    private static async Task SendAsync(Socket socket, string line) => await socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    private static async Task<JsonElement> ReadAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        var line = new List<byte>();
        var one = new byte[1];
        while (await socket.ReceiveAsync(one, limit.Token) == 1 && one[0] != '\n')
        {
            line.Add(one[0]);
        }

        using var document = JsonDocument.Parse(line.ToArray());
        return document.RootElement.Clone();
    }
}
