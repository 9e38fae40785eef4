using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Tests.Settings;

public sealed class ConfigurationFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ConfigurationFilesTests()
    {
        Directory.CreateDirectory(_directory.File("cluster-config"));
        Directory.CreateDirectory(_directory.File("src/bin"));
        _directory.Write("cluster-config/standalone.conf", "");
        _directory.Write("mine.conf", "");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_named_file_comes_first() =>
        ConfigurationFiles.Find(_directory.File("mine.conf"), _directory.File("other.conf"), _directory.File("src/bin")).ShouldBe(_directory.File("mine.conf"));

    [Fact]
    public void Then_the_one_of_the_environment() =>
        ConfigurationFiles.Find(null, _directory.File("mine.conf"), _directory.File("src/bin")).ShouldBe(_directory.File("mine.conf"));

    [Fact]
    public void Then_the_standalone_file_above_the_program() =>
        ConfigurationFiles.Find(null, null, _directory.File("src/bin")).ShouldBe(_directory.File("cluster-config/standalone.conf"));

    [Theory]
    [InlineData("nowhere.conf")]
    [InlineData(".")]
    public void A_file_that_is_not_there_is_said(string name) =>
        Should.Throw<FileNotFoundException>(() => ConfigurationFiles.Find(_directory.File(name), null, _directory.Path));
}
