namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>Where programs run and sockets are opened: this machine, or a host of a laboratory.</summary>
public abstract class Place
{
    /// <summary>This machine, with the network that the tests themselves have.</summary>
    public static readonly Place Here = new ThisMachine();

    /// <summary>Starts a program there; its process id is the program's own.</summary>
    public abstract ChildProcess Start(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment = null);

    /// <summary>What the function makes, such as a socket, belongs to the network there wherever it is used afterwards.</summary>
    public abstract T Inside<T>(Func<T> make);

    private sealed class ThisMachine : Place
    {
        public override ChildProcess Start(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment = null) =>
            new(program, arguments, directory, environment);

        public override T Inside<T>(Func<T> make) => make();
    }
}
