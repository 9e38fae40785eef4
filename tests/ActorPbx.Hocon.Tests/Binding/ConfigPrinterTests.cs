namespace ActorPbx.Hocon.Tests.Binding;

public sealed class ConfigPrinterTests
{
    private static HoconObject Read(string text) => HoconParser.Parse(text, new HoconParseOptions { SourceName = "pbx.conf" }).Resolve();

    [Fact]
    public void Each_value_is_followed_by_the_place_it_was_written() =>
        ConfigPrinter.Print(Read("a = 1\nb { c = ${a}\n d = [x y] }")).ShouldBe("""
            a = 1  # pbx.conf:1
            b {
              c = 1  # pbx.conf:1
              d = [
                "x y"  # pbx.conf:3
              ]
            }

            """);

    [Theory]
    [InlineData("password = hunter22")]
    [InlineData("db { admin-password = hunter22 }")]
    [InlineData("users = [{ ha1 = hunter22 }]")]
    [InlineData("tls.private-key = \"\"\"hunter22\"\"\"")]
    [InlineData("secrets { a = hunter22, b = [hunter22] }")]
    [InlineData("apiKey = hunter22")]
    [InlineData("x = [${y.password}], y.password = hunter22, z = user-${y.password}")]
    [InlineData("url = \"amqp://pbx:hunter22@bus/\"")]
    public void Secrets_are_masked(string text)
    {
        ConfigPrinter.Print(Read(text)).ShouldNotContain("hunter22");
        ConfigPrinter.PrintJson(Read(text)).ShouldNotContain("hunter22");
        ConfigPrinter.Print(Read(text)).ShouldContain(ConfigPrinter.Mask);
    }

    [Fact]
    public void What_the_settings_mark_as_secret_is_masked()
    {
        var secrets = SecretKeys.Of<PbxSettings>();

        ConfigPrinter.Print(Read("extensions.100 { door = open-sesame, max-calls = 2 }\nnotes.door = green"), secrets)
            .ShouldBe("""
                extensions {
                  100 {
                    door = "***"  # pbx.conf:1
                    max-calls = 2  # pbx.conf:1
                  }
                }
                notes {
                  door = green  # pbx.conf:2
                }

                """);
    }

    [Fact]
    public void Words_that_only_end_like_a_secret_are_shown() =>
        ConfigPrinter.Print(Read("mapping = abcd, bypass = abcd, spin = abcd")).ShouldNotContain(ConfigPrinter.Mask);

    [Fact]
    public void The_print_reads_back_as_the_same_configuration()
    {
        var config = Read("a = 1\nb { c = x y, d = [1, { e = null }], f {}, g = [] }\n\"h.i\" = \"#\"");

        Read(ConfigPrinter.Print(config)).ToString().ShouldBe(config.ToString());
    }
}
