namespace ActorPbx.Hocon.Tests.Specification;

public sealed class IncludeTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    public void Dispose() => _files.Dispose();

    private string Json(string name) => HoconParser.ParseFile(_files.PathOf(name)).ResolveValue(Read.NoEnvironment).ToString();

    private HoconException Error(string name) => Should.Throw<HoconException>(() => Json(name));

    [Fact]
    public void An_included_file_stands_where_its_include_stands()
    {
        _files.Write("main.conf", "a=1,b=1\ninclude \"x.conf\"\nc=3,d { include \"x.conf\" }");
        _files.Write("x.conf", "b=2,c=2");

        Json("main.conf").ShouldBe("""{"a":1,"b":2,"c":3,"d":{"b":2,"c":2}}""");
    }

    [Fact]
    public void Objects_merge_across_includes_in_both_directions()
    {
        _files.Write("main.conf", "a { x = 1 }, include \"x.conf\"\na { z = 3 }");
        _files.Write("x.conf", "a { y = 2, x = 0 }");

        Json("main.conf").ShouldBe("""{"a":{"x":0,"y":2,"z":3}}""");
    }

    [Fact]
    public void Relative_names_count_from_the_including_file()
    {
        _files.Write("main.conf", "include \"sub/one.conf\"");
        _files.Write("sub/one.conf", "include \"two.conf\"\ninclude \"../three.conf\"");
        _files.Write("sub/two.conf", "two=2");
        _files.Write("three.conf", "three=3");

        Json("main.conf").ShouldBe("""{"two":2,"three":3}""");
    }

    [Fact]
    public void A_relative_name_in_file_counts_from_the_working_directory_and_then_from_the_including_file()
    {
        var name = $"hocon-{Guid.NewGuid():N}.conf";
        _files.Write("main.conf", $"a=1\ninclude file(\"{name}\")");
        HoconParser.ParseFile(_files.PathOf("main.conf")).MissingIncludes.Single().Places.ShouldBe([Path.GetFullPath(name), _files.PathOf(name)]);

        _files.Write(name, "b=beside");
        Json("main.conf").ShouldBe("""{"a":1,"b":"beside"}""");

        File.WriteAllText(name, "b=here");
        try
        {
            Json("main.conf").ShouldBe("""{"a":1,"b":"here"}""");
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Theory]
    [InlineData("include \"file:x y.conf\"")]
    [InlineData("include url(\"file:x%20y.conf\")")]
    [InlineData("include url(\"file://DIRECTORY/x%20y.conf\")")]
    [InlineData("include required(url(\"FILE://localhostDIRECTORY/x%20y.conf\"))")]
    [InlineData("include \"file:DIRECTORY/x%20y\"")]
    [InlineData("include \"file:nothere.conf\"\ninclude \"x y\"")]
    public void A_file_url_means_the_file(string line)
    {
        _files.Write("main.conf", line.Replace("DIRECTORY", _files.Directory, StringComparison.Ordinal));
        _files.Write("x y.conf", "a=1");

        Json("main.conf").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void A_resource_is_missing_where_there_are_none()
    {
        _files.Write("main.conf", "a=1\ninclude classpath(\"x.conf\")");
        Json("main.conf").ShouldBe("""{"a":1}""");

        _files.Write("main.conf", "a=1\ninclude required(classpath(\"x.conf\"))");
        Error("main.conf").Reason.ShouldContain("no assembly");
    }

    [Fact]
    public void Absolute_names_are_taken_as_they_are()
    {
        _files.Write("main.conf", $"include \"{_files.PathOf("x.conf")}\"");
        _files.Write("x.conf", "a=1");

        Json("main.conf").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void References_of_an_included_file_count_from_its_place_and_then_from_the_root()
    {
        _files.Write("main.conf", "x = 7, a { include \"x.conf\" }\na { x = 42 }\nr = root");
        _files.Write("x.conf", "x=10,y=${x},z=${r},inner { include \"y.conf\" }");
        _files.Write("y.conf", "p=1,q=${p},s=${x},t=${?nothing}");

        Json("main.conf").ShouldBe("""{"x":7,"a":{"x":42,"y":42,"z":"root","inner":{"p":1,"q":1,"s":7}},"r":"root"}""");
    }

    [Fact]
    public void Self_references_and_appending_work_across_includes()
    {
        _files.Write("main.conf", "a { l = [1], include \"x.conf\" }\na.l += 3");
        _files.Write("x.conf", "l += 2,l = ${l} [x]");

        Json("main.conf").ShouldBe("""{"a":{"l":[1,2,"x",3]}}""");
    }

    [Fact]
    public void Without_extension_all_formats_are_read_and_conf_wins_over_json_over_properties()
    {
        _files.Write("main.conf", "include \"x\"");
        _files.Write("x.properties", "a=p\nb=p\nc=p");
        _files.Write("x.json", """{"b":"j","c":"j"}""");
        _files.Write("x.conf", "c=c");

        Json("main.conf").ShouldBe("""{"a":"p","b":"j","c":"c"}""");
    }

    [Fact]
    public void A_missing_file_is_ignored_and_remembered()
    {
        _files.Write("main.conf", "a=1\ninclude \"nothere\"\ninclude \"nothere.conf\"\ninclude file(\"no/there.conf\")");

        var document = HoconParser.ParseFile(_files.PathOf("main.conf"));

        document.Resolve().ToString().ShouldBe("""{"a":1}""");
        document.MissingIncludes.Count.ShouldBe(3);
        document.MissingIncludes[1].Origin.Line.ShouldBe(3);
        document.MissingIncludes[0].Places.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("include required(\"nothere.conf\")")]
    [InlineData("include required( file( \"nothere.conf\" ) )")]
    [InlineData("include required(classpath(\"nothere.conf\"))")]
    public void A_missing_required_file_is_an_error(string line)
    {
        _files.Write("main.conf", "a=1\n" + line);

        Error("main.conf").Origin.Line.ShouldBe(2);
    }

    [Fact]
    public void Required_files_that_exist_are_read()
    {
        _files.Write("main.conf", $"include required(\"x\")\ninclude\n\n  required( file( \"{_files.PathOf("y.conf")}\" ) )");
        _files.Write("x.conf", "a=1");
        _files.Write("y.conf", "b=2");

        Json("main.conf").ShouldBe("""{"a":1,"b":2}""");
    }

    [Theory]
    [InlineData("include url(\"http://example.com/x.conf\")")]
    [InlineData("include \"https://example.com/x.conf\"")]
    public void Includes_from_a_url_are_refused(string line)
    {
        _files.Write("main.conf", line);

        Error("main.conf").Reason.ShouldContain("URL");
    }

    [Theory]
    [InlineData("include = 1")]
    [InlineData("include { }")]
    [InlineData("include x.conf")]
    [InlineData("include \"x.conf\" \"y.conf\"")]
    [InlineData("include ${x}")]
    [InlineData("include file(x.conf)")]
    [InlineData("include file(\"x.conf\"")]
    [InlineData("include other(\"x.conf\")")]
    [InlineData("include file \"x.conf\"")]
    [InlineData("include")]
    [InlineData("include.a = 1")]
    public void A_malformed_include_is_an_error(string line)
    {
        _files.Write("main.conf", line);

        Error("main.conf");
    }

    [Theory]
    [InlineData("\"include\"=1", """{"include":1}""")]
    [InlineData("foo include=1", """{"foo include":1}""")]
    [InlineData("a=include", """{"a":"include"}""")]
    [InlineData("[include]", """["include"]""")]
    [InlineData("a.include=1", """{"a":{"include":1}}""")]
    [InlineData("\"include\".a=1", """{"include":{"a":1}}""")]
    [InlineData("includes.a=1", """{"includes":{"a":1}}""")]
    [InlineData("include-a=1", """{"include-a":1}""")]
    public void Include_is_a_word_like_others_where_no_key_begins(string text, string json) => Read.Json(text).ShouldBe(json);

    [Fact]
    public void Files_that_include_one_another_are_an_error_that_prints_the_circle()
    {
        _files.Write("a.conf", "include \"b.conf\"");
        _files.Write("b.conf", "x { include \"./sub/../a\" }");

        Error("a.conf").Reason.ShouldContain("a.conf -> " + _files.PathOf("b.conf") + " -> ");
    }

    [Fact]
    public void A_file_may_be_included_twice()
    {
        _files.Write("main.conf", "a { include \"x.conf\" }, b { include \"x.conf\" }");
        _files.Write("x.conf", "v=1,w=${v}");

        Json("main.conf").ShouldBe("""{"a":{"v":1,"w":1},"b":{"v":1,"w":1}}""");
    }

    [Fact]
    public void An_array_cannot_be_included()
    {
        _files.Write("main.conf", "include \"x.conf\"");
        _files.Write("x.conf", "[1]");

        Error("main.conf").Reason.ShouldContain("array");
    }

    [Fact]
    public void Inside_an_array_references_of_an_included_file_count_from_the_object_it_stands_in_and_then_from_the_root()
    {
        _files.Write("main.conf", "v=7,r=root,a=[{ v=0, include \"x.conf\", u=3 }, { include \"y.conf\" }]");
        _files.Write("x.conf", "v=1,w=${v},n.o={p=${u}},l=[${v},[${r}]],l+=${u},v=${v}1,q=${?nothing},s=[{ include \"z.conf\" }]");
        _files.Write("y.conf", "w=${v}");
        _files.Write("z.conf", "k=5,m=${k}${r}");

        Json("main.conf").ShouldBe(
            """{"v":7,"r":"root","a":[{"v":"11","w":"11","n":{"o":{"p":3}},"l":["11",["root"],3],"s":[{"k":5,"m":"5root"}],"u":3},{"w":7}]}""");
    }

    [Fact]
    public void Inside_an_array_an_undefined_reference_of_an_included_file_is_an_error_there()
    {
        _files.Write("main.conf", "a=[{ include \"x.conf\" }]");
        _files.Write("x.conf", "w=${v}");

        Error("main.conf").Origin.ShouldBe(new HoconOrigin(_files.PathOf("x.conf"), 1, 3));
    }

    [Fact]
    public void An_error_in_an_included_file_is_placed_there()
    {
        _files.Write("main.conf", "include \"x.conf\"");
        _files.Write("x.conf", "a=1\nb=}");

        Error("main.conf").Origin.ShouldBe(new HoconOrigin(_files.PathOf("x.conf"), 2, 3));
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_refused()
    {
        File.WriteAllBytes(_files.PathOf("x.conf"), [0x61, 0x3d, 0xff, 0xfe]);

        Error("x.conf").Reason.ShouldContain("UTF-8");
    }

    [Fact]
    public void A_missing_root_file_is_an_error() => Error("nothere.conf").Message.ShouldContain("nothere.conf");

    [Fact]
    public void A_text_without_directory_cannot_include_relative_files()
    {
        _files.Write("x.conf", "a=1");

        Read.Error("include \"x.conf\"").Reason.ShouldContain("no directory");
        HoconParser.Parse("include \"x.conf\"", new HoconParseOptions { BaseDirectory = _files.Directory })
            .Resolve().ToString().ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void Resources_include_resources()
    {
        var assembly = typeof(IncludeTests).Assembly;

        HoconParser.ParseResource(assembly, "ActorPbx.Hocon.Tests.Resources.outer.conf").Resolve().ToString().ShouldBe("""{"a":1,"b":2}""");
        HoconParser.Parse("x { include classpath(\"Resources/inner.conf\") }", new HoconParseOptions { ResourceAssembly = assembly })
            .Resolve().ToString().ShouldBe("""{"x":{"b":2}}""");
    }
}
