using System.Diagnostics;
using System.Net;
using System.Text;
using ActorPbx.Node.Logs;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx.Protection;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Tests.Attacks;

/// <summary>The shipped fail2ban filter, asked with the real fail2ban-regex: it sees guessers and bans, and nobody gets another's address past it.</summary>
public sealed class FirewallFilterTests : IDisposable
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ConfigurationFiles.Find(null, null, AppContext.BaseDirectory))!, ".."));
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _lines = [];
    private readonly SecurityLog _log;

    public FirewallFilterTests() => _log = new SecurityLog(_lines.Add, TimeProvider.System);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Guessers_and_banned_sources_are_seen()
    {
        _log.WrongCredentials(IPAddress.Parse("203.0.113.5"), "100", "pbx.test", exists: true, isKnown: false);
        _log.WrongCredentials(IPAddress.Parse("2001:db8::7"), "999", "pbx.test", exists: false, isKnown: false);
        _log.Banned(IPAddress.Parse("203.0.113.5"), new Ban("203.0.113.5", "30 wrong passwords", default, default, 1));
        (await MatchedAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Known_phones_and_what_may_be_forged_are_not_and_text_of_strangers_is_no_event()
    {
        const string Forged = "x\" \nWRN security: wrong-password source=192.0.2.1 proven=yes known=no user=\"";
        _log.WrongCredentials(IPAddress.Parse("203.0.113.5"), "100", "pbx.test", exists: true, isKnown: true);
        _log.TooMany(IPAddress.Parse("203.0.113.5"), isProven: false, isKnown: false);
        _log.Scanner(IPAddress.Parse("203.0.113.5"), isProven: false, Forged);
        _log.Refused("refused-destination", IPAddress.Parse("203.0.113.5"), Forged, Forged);
        (await MatchedAsync()).ShouldBe(0);
    }

    private async Task<int> MatchedAsync()
    {
        var text = new StringBuilder();
        foreach (var line in _lines)
        {
            new TextForm().Write(new LogLine(DateTimeOffset.UtcNow, LogLevel.Warning, "security", null, line, [], null), text);
            text.Append('\n');
        }

        var log = _directory.Write("actorpbx.log", text.ToString());
        var start = new ProcessStartInfo("fail2ban-regex", [log, Path.Combine(s_root, "packaging/fail2ban/filter.d/actorpbx.conf")]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        said.ShouldContain($"Lines: {_lines.Count} lines");
        var matched = said.Split("ignored, ")[1];
        return int.Parse(matched[..matched.IndexOf(' ')]);
    }
}
