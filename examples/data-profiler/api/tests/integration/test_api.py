import requests


def test_the_api_is_healthy_and_knows_its_version(api):
    assert requests.get(f"{api}/health", timeout=5).json() == {"status": "ok", "version": "test"}


def test_an_uploaded_file_is_profiled(api):
    files = {"file": ("people.csv", "name,age\nAda,36\nAlan,41\n", "text/csv")}
    answer = requests.post(f"{api}/profiles", files=files, timeout=5)
    assert answer.status_code == 200
    assert answer.json()["rows"] == 2
    assert answer.json()["columns"][1]["mean"] == 38.5


def test_a_csv_body_is_profiled(api):
    answer = requests.post(f"{api}/profiles", data="a\n1\n", headers={"Content-Type": "text/csv"}, timeout=5)
    assert answer.json()["rows"] == 1


def test_a_ragged_file_is_refused_with_its_line(api):
    answer = requests.post(f"{api}/profiles", data="a,b\n1\n", headers={"Content-Type": "text/csv"}, timeout=5)
    assert answer.status_code == 422
    assert "Line 2" in answer.json()["error"]


def test_bytes_that_are_not_text_are_refused(api):
    headers = {"Content-Type": "text/csv"}
    answer = requests.post(f"{api}/profiles", data=b"a\n\xff\xfe\n", headers=headers, timeout=5)
    assert answer.status_code == 422


def test_a_file_of_the_data_source_is_profiled(api):
    answer = requests.post(f"{api}/profiles/from-source", json={"path": "cities.csv"}, timeout=5)
    assert answer.json()["columns"][1]["max"] == 717710


def test_a_missing_file_of_the_data_source_is_named(api):
    answer = requests.post(f"{api}/profiles/from-source", json={"path": "missing.csv"}, timeout=5)
    assert answer.status_code == 502
    assert "missing.csv" in answer.json()["error"]
