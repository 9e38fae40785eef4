namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>Who may know whom: Node → {Cluster, Storage, Media} → Pbx → Domain, and the libraries at the bottom.</summary>
public class ArrowTests
{
    private const string Kernel = "ActorPbx.Kernel";

    // The kernel is not in any row: projects that speak to actors get it from Directory.Build.targets.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["ActorPbx.Hocon"] = [],
        ["ActorPbx.Sip"] = [],
        ["ActorPbx.Rtp"] = [],
        ["ActorPbx.Kernel"] = ["ActorPbx.Hocon"],
        ["ActorPbx.Kernel.TestKit"] = ["ActorPbx.Kernel"],
        ["ActorPbx.Domain"] = [],
        ["ActorPbx.Pbx"] = ["ActorPbx.Domain", "ActorPbx.Sip"],
        ["ActorPbx.Cluster"] = ["ActorPbx.Pbx"],
        ["ActorPbx.Storage"] = ["ActorPbx.Pbx"],
        ["ActorPbx.Media"] = ["ActorPbx.Pbx", "ActorPbx.Rtp"],
        ["ActorPbx.Node"] = ["ActorPbx.Pbx", "ActorPbx.Domain", "ActorPbx.Sip", "ActorPbx.Hocon", "ActorPbx.Cluster", "ActorPbx.Storage", "ActorPbx.Media"],
    };

    [Fact]
    public void Every_project_refers_only_downwards()
    {
        var wrong = from project in SourceProjects()
                    from reference in SourceTree.References(project)
                    where !Allowed[project].Contains(reference)
                    select $"{project} → {reference}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_source_project_has_its_place_on_the_map() =>
        SourceProjects().ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Fact]
    public void The_domain_refers_to_nothing()
    {
        SourceTree.References("ActorPbx.Domain").ShouldBeEmpty();
        SourceTree.Packages("ActorPbx.Domain").ShouldBeEmpty();
        SourceTree.Says("ActorPbx.Domain", "UsesActors").ShouldBeFalse();
    }

    [Fact]
    public void The_stack_and_the_media_library_know_no_actor()
    {
        foreach (var library in new[] { "ActorPbx.Sip", "ActorPbx.Rtp", "ActorPbx.Hocon" })
            SourceTree.Says(library, "UsesActors").ShouldBeFalse(library);
    }

    [Fact]
    public void Only_the_build_targets_name_the_kernel_project()
    {
        string[] itsOwn = ["ActorPbx.Kernel.TestKit", "ActorPbx.Kernel.Tests"];
        SourceTree.Projects.Keys.Except(itsOwn)
            .Where(project => SourceTree.References(project).Any(name => name.StartsWith(Kernel, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Source_names_the_kernel_only_where_the_names_are_mapped()
    {
        var naming = SourceTree.Files("*.cs")
            .Where(path => !path.StartsWith("src/ActorPbx.Kernel", StringComparison.Ordinal)
                && !path.StartsWith("tests/ActorPbx.Kernel.Tests/", StringComparison.Ordinal)
                && !path.StartsWith("tests/ActorPbx.Domain.Tests/Architecture/", StringComparison.Ordinal)
                && SourceTree.Read(path).Contains(Kernel + ".", StringComparison.Ordinal));
        naming.ShouldBe(["src/ActorRuntime.TestKit.cs", "src/ActorRuntime.cs"], ignoreOrder: true);
    }

    private static IEnumerable<string> SourceProjects() =>
        SourceTree.Projects.Keys.Where(name => SourceTree.Files(name + ".csproj").Single().StartsWith("src/", StringComparison.Ordinal));
}
