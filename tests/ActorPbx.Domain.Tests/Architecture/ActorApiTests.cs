namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>
/// The exchange compiles with either actor runtime as long as it asks for nothing that Akka.NET has not. akka-members.txt lists what it may
/// ask for; each line was compared with Akka.NET's published API when it was added.
/// </summary>
public class ActorApiTests
{
    private const string List = "tests/ActorPbx.Domain.Tests/Architecture/akka-members.txt";

    // Every folder of tests brings the part of the product that it tests; the runtime's own tests look into it and are compiled with it alone.
    private static readonly string[] Users = [.. SourceTree.Files("*.csproj")
        .Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Except(["ActorPbx.Domain.Tests", "ActorPbx.Kernel.Tests"])];

#if ACTOR_RUNTIME_AKKA
    [Fact(Skip = "built with Akka.NET: the compiler has said it")]
#else
    [Fact]
#endif
    public void Nothing_is_asked_of_the_actor_runtime_that_Akka_has_not()
    {
        var known = SourceTree.Read(List).Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
        var used = Used();
        used.Except(known).Order(StringComparer.Ordinal).ShouldBeEmpty("look each up in Akka.NET's API, then add it to " + List);
        known.Except(used).ShouldBeEmpty("no longer used: take these lines out");
    }

    private static HashSet<string> Used()
    {
        var assemblies = Users.SelectMany(Output).ToArray();
        var api = new ActorApi(assemblies.Where(IsRuntime).DistinctBy(Path.GetFileName));
        return [.. assemblies.Where(path => !IsRuntime(path)).DistinctBy(Path.GetFileName).SelectMany(path => new ActorApiUse(path, api).Lines())];
    }

    private static bool IsRuntime(string path) => Path.GetFileName(path).StartsWith("ActorPbx.Kernel", StringComparison.Ordinal);

    // tests/NAME/bin/CONFIGURATION/FRAMEWORK, the last two as of this assembly.
    private static string[] Output(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(SourceTree.Root, "tests", project, "bin", framework.Parent!.Name, framework.Name);
        File.Exists(Path.Combine(folder, project + ".dll")).ShouldBeTrue($"{project} is not built: build ActorPbx.sln first");
        return [.. Directory.GetFiles(folder, "*.dll").Where(path => Path.GetFileName(path).StartsWith("actorpbx", StringComparison.OrdinalIgnoreCase))];
    }
}
