using System.Net;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// The security events: one line each, under the source "security", in a form that fail2ban reads:
/// <c>EVENT source=ADDRESS proven=yes|no …</c>, and what a stranger sent stands last and in quotes. A line says proven=yes when its source was
/// reached by a challenge, over UDP, or has a connection; only then may anybody be shut out for it. Floods of events are cut to a few lines a second.
/// </summary>
/// <param name="write">Writes a line.</param>
/// <param name="clock">The time.</param>
public sealed class SecurityLog(Action<string> write, TimeProvider clock)
{
    private static readonly RateLimit s_lines = new(20, 200);
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _lock = new();
    private TokenBucket _bucket;
    private long _unwritten;

    /// <summary>Events so far, whether a line was written or not.</summary>
    public long Count { get; private set; }

    /// <summary>A wrong password of an account, or one of an account that does not exist; known says that the account proved itself from there before.</summary>
    public void WrongCredentials(IPAddress source, string user, string domain, bool exists, bool isKnown) => Write(
        $"{(exists ? "wrong-password" : "unknown-user")} source={source} proven=yes known={YesNo(isKnown)} user=\"{Quoted(user)}@{domain}\"");

    /// <summary>A source is ignored from now on.</summary>
    public void Banned(IPAddress source, Ban ban) => Write(
        $"banned source={source} proven=yes seconds={(long)(ban.Until - ban.Since).TotalSeconds} times={ban.Times} reason=\"{ban.Reason}\"");

    /// <summary>A request says that an attack tool sent it.</summary>
    public void Scanner(IPAddress source, bool isProven, string agent) => Write($"scanner source={source} proven={YesNo(isProven)} agent=\"{Quoted(agent)}\"");

    /// <summary>A source sends more than it may; what is too much is dropped.</summary>
    public void TooMany(IPAddress source, bool isProven, bool isKnown) => Write(
        $"too-many-requests source={source} proven={YesNo(isProven)} known={YesNo(isKnown)}");

    /// <summary>Something that an account may not, or not so often.</summary>
    /// <param name="what">The event.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="user">Who asked for it; proven.</param>
    /// <param name="detail">What it was.</param>
    public void Refused(string what, IPAddress source, string user, string detail) => Write(
        $"{what} source={source} proven=yes user=\"{Quoted(user)}\" detail=\"{Quoted(detail)}\"");

    private void Write(string line)
    {
        lock (_lock)
        {
            Count++;
            if (!_bucket.TryTake(s_lines, (long)clock.GetElapsedTime(_start).TotalMilliseconds))
            {
                _unwritten++;
                return;
            }

            if (_unwritten > 0)
            {
                write($"{_unwritten} more event(s) were not written");
                _unwritten = 0;
            }
        }

        write(line);
    }

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    // No quote and no line end of a stranger's: the line keeps its form.
    private static string Quoted(string text) => LogText.Clean(text).Replace('"', '\'');
}
