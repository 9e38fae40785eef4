using System.Net;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>A machine of the laboratory: a network namespace with addresses of its own. Its files are those of this machine.</summary>
internal sealed class Host(string name, string space, IPAddress address) : Place
{
    /// <summary>Its name in the laboratory, such as berlin-1.</summary>
    public string Name => name;

    public IPAddress Address => address;

    /// <summary>The name of its network namespace.</summary>
    public string Space => space;

    /// <summary>The words before a command that has it run here; the process is then the command's own.</summary>
    public string[] Prefix => ["ip", "netns", "exec", space];

    public override ChildProcess Start(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment = null) =>
        new(Prefix[0], [.. Prefix[1..], program, .. arguments], directory, environment);

    public override T Inside<T>(Func<T> make) => Namespaces.Inside(space, make);

    public override string ToString() => name;
}
