using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A baresip softphone that sings one tone into every call and writes down what it hears.</summary>
public sealed class Baresip : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly Place _place;
    private TcpClient _control = new();
    private readonly IPEndPoint _controlAddress;
    private readonly string _directory;
    private readonly StringBuilder _events = new();
    private Task _listening = Task.CompletedTask;

    private Baresip(Place place, IPAddress address, string directory)
    {
        _place = place;
        _process = place.Start("baresip", ["-f", directory, "-n", address.ToString()], directory);
        _controlAddress = new IPEndPoint(address, 4444);
        _directory = directory;
    }

    /// <summary>Host, port and transport parameter by which a phone speaks to the exchange.</summary>
    public static string Server(Exchange exchange, string transport, Network? net = null) =>
        $"{(net ?? exchange.Net).Exchange}:{(transport.EndsWith("tls", StringComparison.Ordinal) ? 5061 : 5060)}{transport}";

    /// <summary>A phone with an account at the exchange that is registered when this returns. It answers calls by itself.</summary>
    public static async Task<Baresip> Register(Exchange exchange, int device, string number, int hertz, string transport, Network? net = null, string modules = "")
    {
        net ??= exchange.Net;
        var address = net.Device(device);
        var directory = Directory.CreateDirectory(Path.Combine(exchange.Directory, "baresip-" + number)).FullName;
        File.WriteAllBytes(Path.Combine(directory, "tone.wav"), Tone.Wave(hertz, TimeSpan.FromSeconds(20)));
        File.WriteAllText(Path.Combine(directory, "contacts"), "");
        File.WriteAllText(Path.Combine(directory, "accounts"),
            $"<sip:{number}@{Server(exchange, transport, net)}>;auth_user={number};auth_pass=pw{number};regint=120;answermode=auto\n");
        File.WriteAllText(Path.Combine(directory, "config"), $"""
            poll_method epoll
            sip_listen {address}:5060
            module_path /usr/lib/baresip/modules
            module g711.so
            module aufile.so
            module aubridge.so
            module sndfile.so
            module_app account.so
            module_app menu.so
            module_app debug_cmd.so
            module_app ctrl_tcp.so
            {modules}
            audio_source aufile,{directory}/tone.wav
            audio_player aubridge,nobody
            audio_alert aubridge,nobody
            snd_path {directory}
            ctrl_tcp_listen {address}:4444
            rtp_ports {20000 + (device * 100)}-{20098 + (device * 100)}

            """);
        var phone = new Baresip(net.DevicePlace, address, directory);
        await phone.Connect();
        await Eventually.Get(
            async () => (await exchange.OperatorJson("extensions")).EnumerateArray().Any(each => each.GetProperty("number").GetString() == number && each.GetProperty("registered").GetBoolean()),
            registered => registered, $"{number} is registered; baresip wrote: {phone._process.Output}");
        return phone;
    }

    public Task Dial(string uri) => Command("dial", uri);

    public Task HangUp() => Command("hangup");

    /// <summary>Waits for an event of baresip's, such as CALL_ESTABLISHED.</summary>
    public Task Sees(string type) => Eventually.Get(Events, text => text.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal), $"baresip sees {type}");

    /// <summary>Waits until so much of the other side was heard.</summary>
    public Task Hears(TimeSpan sound) => Eventually.IsTrue(
        () => Heard() is { } file && new FileInfo(file).Length > sound.TotalSeconds * 16000, $"baresip hears {sound}; it wrote: {_process.Output}");

    /// <summary>The loudest of the given tones in the second half of what was heard, and its share of the sound's energy.</summary>
    public (int Hertz, double Share) Loudest(params int[] tones) => Tone.Loudest(File.ReadAllBytes(Heard()!), tones);

    public async ValueTask DisposeAsync()
    {
        _process.Signal("TERM");
        await _process.DisposeAsync();
        _control.Dispose();
        await _listening;
    }

    private string? Heard() => Directory.GetFiles(_directory, "dump-*-dec.wav").SingleOrDefault();

    private string Events()
    {
        lock (_events) return _events.ToString();
    }

    private async Task Connect()
    {
        await Eventually.Get(TryConnect, connected => connected, $"baresip listens at {_controlAddress}");
        _listening = Listen();
    }

    private async Task<bool> TryConnect()
    {
        // After a refusal a socket is made anew, which must happen on the phone's host too.
        _control.Dispose();
        _control = _place.Inside(() => new TcpClient(AddressFamily.InterNetwork));
        try
        {
            await _control.ConnectAsync(_controlAddress);
            return true;
        }
        catch (SocketException)
        {
            _process.HasEnded.ShouldBeFalse(_process.Output);
            return false;
        }
    }

    // baresip's ctrl_tcp speaks JSON in netstrings: length, colon, text, comma.
    private async Task Command(string name, string parameters = "")
    {
        var json = JsonSerializer.Serialize(new { command = name, @params = parameters });
        await _control.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{json.Length}:{json},"));
    }

    private async Task Listen()
    {
        var part = new byte[4096];
        try
        {
            for (int read; (read = await _control.GetStream().ReadAsync(part)) > 0;)
            {
                lock (_events) _events.Append(Encoding.UTF8.GetString(part, 0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The phone was put away.
        }
    }
}
