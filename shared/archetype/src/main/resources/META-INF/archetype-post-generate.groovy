// Keeps the sources of the kind that is wanted.
def project = new File(request.outputDirectory, request.artifactId)
def kind = request.properties.getProperty('kind')
assert new File(project, "$kind/src").renameTo(new File(project, 'src'))
['tcp', 'websocket', 'rest'].each { new File(project, it).deleteDir() }
