using System.Globalization;
using System.Text;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Where an actor system lives: protocol and system name, and for a system reachable from outside also host and port.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    /// <summary>An address that stands for every system.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    private string? _text;

    /// <summary>Makes an address; without a host it has local scope only.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    /// <summary>Orders addresses by protocol, system, host and port.</summary>
    public static IComparer<Address> Comparer { get; } = Comparer<Address>.Create(Compare);

    /// <summary>The host, in lower case.</summary>
    public string? Host { get; }

    /// <summary>The port.</summary>
    public int? Port { get; }

    /// <summary>The name of the actor system.</summary>
    public string System { get; }

    /// <summary>The protocol, <c>akka</c> for local systems.</summary>
    public string Protocol { get; }

    /// <summary>Whether the address means something only inside this process.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>Whether the address can be reached from elsewhere.</summary>
    public bool HasGlobalScope => !string.IsNullOrEmpty(Host);

    /// <summary>Reads an address, or throws <see cref="UriFormatException"/>.</summary>
    public static Address Parse(string address) =>
        TryParse(address, out Address? result) ? result : throw new UriFormatException($"Cannot parse an address from [{address}].");

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Address? address) =>
        TryParse(path.AsSpan(), out address, out ReadOnlySpan<char> _);

    /// <summary>Reads the address at the start of a URI and hands back the rest, which begins with a slash.</summary>
    public static bool TryParse(
        string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Address? address, out string absoluteUri)
    {
        bool found = TryParse(path.AsSpan(), out address, out ReadOnlySpan<char> rest);
        absoluteUri = rest.ToString();
        return found;
    }

    /// <summary>Reads an address.</summary>
    public static bool TryParse(ReadOnlySpan<char> span, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Address? address) =>
        TryParse(span, out address, out ReadOnlySpan<char> _);

    /// <summary>Reads the address at the start of a URI and hands back the rest, which begins with a slash.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> span,
        [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Address? address,
        out ReadOnlySpan<char> absoluteUri)
    {
        address = null;
        absoluteUri = "/";
        int scheme = span.IndexOf(':');
        if (scheme < 1 || !span[scheme..].StartsWith("://", StringComparison.Ordinal) || !char.IsAsciiLetter(span[0]))
        {
            return false;
        }

        ReadOnlySpan<char> authority = span[(scheme + 3)..];
        int slash = authority.IndexOf('/');
        if (slash >= 0)
        {
            absoluteUri = authority[slash..];
            authority = authority[..slash];
        }

        // RFC 3986 §3.1: a scheme is written in lower case, and read in either.
        return TryParseAuthority(span[..scheme].ToString().ToLowerInvariant(), authority, out address);
    }

    private static bool TryParseAuthority(string protocol, ReadOnlySpan<char> authority, out Address? address)
    {
        address = null;
        int at = authority.IndexOf('@');
        if (at < 0)
        {
            bool valid = authority.Length > 0 && authority.IndexOf(':') < 0;
            address = valid ? new Address(protocol, authority.ToString()) : null;
            return valid;
        }

        ReadOnlySpan<char> host = authority[(at + 1)..];
        int? port = null;
        int colon = host.LastIndexOf(':');
        if (colon >= 0 && host.IndexOf(']') < colon)
        {
            if (!int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 65535)
            {
                return false;
            }

            port = number;
            host = host[..colon];
        }

        if (at == 0 || host.IsEmpty)
        {
            return false;
        }

        address = new Address(protocol, authority[..at].ToString(), host.ToString(), port);
        return true;
    }

    /// <summary>The same address with another protocol.</summary>
    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    /// <summary>The same address with another system name.</summary>
    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    /// <summary>The same address with another host.</summary>
    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    /// <summary>The same address with another port.</summary>
    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>System, host and port without the protocol.</summary>
    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    /// <inheritdoc />
    public override string ToString() => _text ??= Write();

    private string Write()
    {
        var text = new StringBuilder().Append(Protocol).Append("://").Append(System);
        if (!string.IsNullOrWhiteSpace(Host))
        {
            text.Append('@').Append(Host);
        }

        if (Port is { } port)
        {
            text.Append(CultureInfo.InvariantCulture, $":{port}");
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public bool Equals(Address? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc />
    public int CompareTo(Address? other) => other is null ? 1 : Compare(this, other);

    int IComparable.CompareTo(object? obj) =>
        obj is null or Address ? CompareTo((Address?)obj) : throw new ArgumentException("Cannot compare an Address to another type.", nameof(obj));

    private static int Compare(Address a, Address b)
    {
        int result = string.CompareOrdinal(a.Protocol, b.Protocol);
        result = result != 0 ? result : string.CompareOrdinal(a.System, b.System);
        result = result != 0 ? result : string.CompareOrdinal(a.Host ?? "", b.Host ?? "");
        return result != 0 ? result : (a.Port ?? 0).CompareTo(b.Port ?? 0);
    }

    object ICloneable.Clone() => new Address(Protocol, System, Host, Port);

    /// <summary>Same address.</summary>
    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    /// <summary>Different address.</summary>
    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);

    /// <inheritdoc />
    public ISurrogate ToSurrogate(ActorSystem system) => new AddressSurrogate { Protocol = Protocol, System = System, Host = Host, Port = Port };

    /// <summary>An address as it is serialised.</summary>
    public sealed class AddressSurrogate : ISurrogate
    {
        /// <summary>The protocol.</summary>
        public required string Protocol { get; init; }

        /// <summary>The system name.</summary>
        public required string System { get; init; }

        /// <summary>The host.</summary>
        public string? Host { get; init; }

        /// <summary>The port.</summary>
        public int? Port { get; init; }

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol, System, Host, Port);
    }
}
