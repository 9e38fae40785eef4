namespace ActorPbx.Hocon.Tests;

/// <summary>A directory of its own for one test.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("hocon-").FullName;

    public string PathOf(string name) => Path.Combine(Directory, name);

    public void Write(string name, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
